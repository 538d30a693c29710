/* The staff's pages: the enhancements of the site, and htmx without eval and without inline styles. */

import htmx from "htmx.org";

import "./site";
import "./keys";
import "./autosave";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});
