/*
 * A 360° tour. The page holds the words of every scene as text; this adds the view:
 *
 *   <div id="tour"></div>  links [data-tour-scene="<id>"] anywhere on the page go to a scene
 *   {{ tour_data|json_script:"tour-data" }}
 *
 * tour-data: {scenes: [{id, title, text, yaw, pitch, panorama, small, links: [{to, title, yaw, pitch}],
 * markers: [{id, yaw, pitch, title, text, url, picture}]}], labels: {loading, zoomIn, zoomOut, fullscreen, …}},
 * angles in degrees; the first scene opens; "small" is taken on screens narrower than 900 px.
 * The element tells "tour:scene" with {id} when another scene is shown, and takes "tour:go" with {id}.
 */

import { Viewer } from "@photo-sphere-viewer/core";
import { MarkersPlugin } from "@photo-sphere-viewer/markers-plugin";
import { VirtualTourPlugin, type VirtualTourLink } from "@photo-sphere-viewer/virtual-tour-plugin";

import "@photo-sphere-viewer/core/index.css";
import "@photo-sphere-viewer/markers-plugin/index.css";
import "@photo-sphere-viewer/virtual-tour-plugin/index.css";
import "./tour.css";

interface Way { to: string; title: string; yaw: number; pitch: number }
interface Note { id: string; yaw: number; pitch: number; title: string; text: string; url: string; picture: string }
interface Scene {
  id: string; title: string; text: string; yaw: number; pitch: number;
  panorama: string; small: string; links: Way[]; markers: Note[];
}

const degrees = (value: number): string => `${value}deg`;

function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", name = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = name;
  return made;
}

/** The note as it opens beside its mark; built from nodes, so that no text is ever read as markup. */
function note(marker: Note): HTMLElement {
  const box = element("div", "", "tour-note");
  box.append(element("strong", marker.title));
  if (marker.picture) {
    const picture = element("img");
    picture.src = marker.picture;
    picture.alt = "";
    box.append(picture);
  }
  if (marker.text) box.append(element("p", marker.text));
  if (/^(https?:\/\/|\/(?!\/))/.test(marker.url)) {
    const link = element("a", marker.title);
    link.href = marker.url;
    box.append(link);
  }
  return box;
}

/** What a keyboard or a screen reader presses is a click without a pointer: the viewer itself hears only pointers. */
function onPress(button: HTMLElement, action: () => void): void {
  button.addEventListener("click", (event) => {
    if (event.detail === 0) action();
  });
}

/** An arrow on the floor: a button with the name of the scene it leads to. */
function arrow(title: string, go: () => void): HTMLElement {
  const button = element("button", "", "tour-arrow");
  button.type = "button";
  button.setAttribute("aria-label", title);
  button.innerHTML = '<svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="46"/><path d="M26 60l24-24 24 24"/></svg>';
  onPress(button, go);
  return button;
}

function mark(marker: Note) {
  const button = element("button", "", "tour-mark");
  button.type = "button";
  button.setAttribute("aria-label", marker.title);
  button.dataset.id = marker.id;
  return {
    id: marker.id,
    position: { yaw: degrees(marker.yaw), pitch: degrees(marker.pitch) },
    element: button,
    tooltip: { content: note(marker).outerHTML, trigger: "click" as const, position: "top center" },
  };
}

function node(scene: Scene, small: boolean) {
  return {
    id: scene.id,
    name: scene.title,
    caption: scene.title,
    panorama: small && scene.small ? scene.small : scene.panorama,
    links: scene.links.map((way) => ({
      nodeId: way.to,
      data: way.title,
      position: { yaw: degrees(way.yaw), pitch: degrees(way.pitch) },
    })),
    markers: scene.markers.map(mark),
    data: { yaw: degrees(scene.yaw), pitch: degrees(scene.pitch) },
  };
}

/** Without WebGL 2 the page keeps its still picture and the scenes as pictures and words. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** Arrow keys turn the view while it has the focus, and scroll the page otherwise. */
function listenToKeys(container: HTMLElement, viewer: Viewer): void {
  container.tabIndex = 0;
  container.addEventListener("focusin", () => viewer.startKeyboardControl());
  container.addEventListener("focusout", () => viewer.stopKeyboardControl());
}

function open(container: HTMLElement, scenes: Scene[], lang: Record<string, string>): void {
  const small = window.innerWidth < 900;
  const first = scenes[0];
  container.replaceChildren();
  const viewer = new Viewer({
    container,
    loadingTxt: lang.loading ?? "",
    defaultYaw: degrees(first.yaw),
    defaultPitch: degrees(first.pitch),
    mousewheelCtrlKey: true,
    touchmoveTwoFingers: false,
    navbar: ["zoom", "caption", "fullscreen"],
    lang,
    plugins: [
      [MarkersPlugin, {}],
      [VirtualTourPlugin, {
        positionMode: "manual",
        renderMode: "3d",
        nodes: scenes.map((scene) => node(scene, small)),
        startNodeId: first.id,
        arrowStyle: {
          element: (link: VirtualTourLink): HTMLElement =>
            arrow(String(link.data ?? ""), () => { void walk.setCurrentNode(link.nodeId); }),
          size: { width: 80, height: 80 },
        },
        transitionOptions: (to: { data: { yaw: string; pitch: string } }) => ({
          effect: "fade",
          showLoader: true,
          speed: matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 600,
          rotation: false,
          rotateTo: to.data,
        }),
      }],
    ],
  });
  listenToKeys(container, viewer);
  const walk = viewer.getPlugin<VirtualTourPlugin>(VirtualTourPlugin);
  walk.addEventListener("node-changed", (event) => {
    container.dispatchEvent(new CustomEvent("tour:scene", { detail: { id: event.node.id }, bubbles: true }));
    for (const link of document.querySelectorAll<HTMLElement>("[data-tour-scene]")) {
      if (link.dataset.tourScene === event.node.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
  container.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>(".tour-mark");
    if (button && event.detail === 0) viewer.getPlugin<MarkersPlugin>(MarkersPlugin).showMarkerTooltip(button.dataset.id ?? "");
  });
  container.addEventListener("tour:go", (event) => walk.setCurrentNode((event as CustomEvent).detail.id));
  for (const link of document.querySelectorAll<HTMLElement>("[data-tour-scene]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      walk.setCurrentNode(link.dataset.tourScene ?? first.id);
      container.scrollIntoView({ block: "nearest" });
    });
  }
}

const container = document.getElementById("tour");
const data = document.getElementById("tour-data")?.textContent;
if (container && data) {
  const { scenes, labels } = JSON.parse(data) as { scenes: Scene[]; labels?: Record<string, string> };
  if (scenes.length && canDraw()) open(container, scenes, labels ?? {});
}
