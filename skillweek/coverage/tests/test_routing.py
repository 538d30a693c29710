"""The observers' route against trying every order."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from skillweek.coverage import routing
from skillweek.coverage.distance import Point, drive
from skillweek.coverage.routing import Route, Stop, plan_route

CENTRE = Point(33.77, 113.19)
spots = st.tuples(st.integers(0, 8), st.integers(0, 8))
spans = st.tuples(st.integers(8 * 60, 16 * 60), st.integers(20, 240)).map(lambda w: (w[0], w[0] + w[1]))


@st.composite
def stops(draw: st.DrawFn, least: int = 0, most: int = 5) -> list[Stop]:
    """Highlights around the centre, some of which cannot be seen."""
    count = draw(st.integers(least, most))
    found = []
    for number in range(count):
        north, east = draw(spots)
        windows = tuple(draw(st.lists(spans, min_size=1, max_size=2)))
        stay, value = draw(st.sampled_from([20, 30, 60, 90])), draw(st.integers(1, 3))
        found.append(Stop(f"s{number}", 33.6 + north / 20, 113.0 + east / 20, windows, stay, value))
    return found


def checked(route: Route, given_stops: list[Stop], start: Point | None, end: Point | None) -> int:
    """Check every minute of ``route`` by hand; gives the minutes on the road."""
    now, here, road = route.departs, start, 0
    for visit in route.visits:
        travel = drive(here, visit.stop) if here else 0
        assert (visit.travel, visit.arrive) == (travel, now + travel)
        assert visit.begins >= visit.arrive
        assert visit.leaves == visit.begins + visit.stop.stay
        assert any(since <= visit.begins and visit.leaves <= to for since, to in visit.stop.windows)
        now, here, road = visit.leaves, visit.stop, road + travel
    back = drive(here, end) if route.visits and here and end else 0
    assert route.returns == now + back
    names = [v.stop.id for v in route.visits] + [left.stop.id for left in route.left_out]
    assert sorted(names) == sorted(stop.id for stop in given_stops)
    return road + back


def best_by_trying_all(all_stops: list[Stop], start: Point | None, end: Point | None,
                       earliest: int, latest: int) -> tuple[int, int]:  # fmt: skip
    """(value, minutes on the road) of the best order of any of the stops."""
    best = (0, 0)
    orders = (order for n in range(1, len(all_stops) + 1) for order in permutations(all_stops, n))
    for order in orders:
        now, here, road = earliest, start, 0
        for stop in order:
            travel = drive(here, stop) if here else 0
            begins = [max(now + travel, a) for a, b in stop.windows if max(now + travel, a) + stop.stay <= b]
            if not begins:
                break
            now, here, road = min(begins) + stop.stay, stop, road + travel
        else:
            back = drive(here, end) if here and end else 0
            if now + back <= latest:
                best = min(best, (-sum(s.value for s in order), road + back))
    return -best[0], best[1]


@settings(max_examples=60, deadline=None)
@given(stops(), st.sampled_from([None, CENTRE]), st.sampled_from([None, CENTRE]), st.integers(11, 18))
def test_the_route_is_the_best_of_all_orders(
    found: list[Stop], start: Point | None, end: Point | None, latest: int
) -> None:
    route = plan_route(found, earliest=8 * 60, latest=latest * 60, start=start, end=end)
    road = checked(route, found, start, end)
    assert road == route.travel
    assert not route.visits or (route.departs >= 8 * 60 and route.returns <= latest * 60)
    assert (route.value, road) == best_by_trying_all(found, start, end, 8 * 60, latest * 60)


def test_seven_stops_are_the_best_of_all_orders() -> None:
    found = [
        Stop(
            f"s{n}", 33.6 + n % 3 / 10, 113.0 + n % 4 / 10, ((480 + 70 * n, 620 + 60 * n),), 30 + n, 1 + n % 2
        )
        for n in range(7)
    ]
    route = plan_route(found, earliest=480, latest=960, start=CENTRE, end=CENTRE)
    assert (route.value, checked(route, found, CENTRE, CENTRE)) == best_by_trying_all(
        found, CENTRE, CENTRE, 480, 960
    )


@settings(max_examples=15, deadline=None)
@given(stops(least=6, most=7))
def test_the_search_of_many_stops_finds_a_route_that_holds(found: list[Stop]) -> None:
    exact = plan_route(found, earliest=480, latest=1080, start=CENTRE, end=CENTRE)
    limit, routing.EXACT_STOPS = routing.EXACT_STOPS, -1
    try:
        route, again = (
            plan_route(found, earliest=480, latest=1080, start=CENTRE, end=CENTRE, seconds=60) for _n in "ab"
        )
    finally:
        routing.EXACT_STOPS = limit
    assert route == again
    checked(route, found, CENTRE, CENTRE)
    assert exact.value <= 2 * route.value <= 2 * exact.value  # a search, not a proof


def test_each_stop_left_out_says_why() -> None:
    near = Stop("near", 33.78, 113.2, ((540, 620),), 60)
    both = Stop("clash", 33.80, 113.3, ((540, 630),), 60)
    shut = Stop("shut", 33.78, 113.2, ((540, 570), (1200, 1300)), 60)
    gone = Stop("far", 39.9, 116.4, ((540, 620),), 30)
    near_first = Stop("near", near.lat, near.lon, near.windows, near.stay, value=2)
    route = plan_route([near_first, both, shut, gone], earliest=500, latest=1000, start=CENTRE)
    assert [v.stop.id for v in route.visits] == ["near"]
    found = {left.stop.id: (left.why, left.instead_of) for left in route.left_out}
    assert found == {"clash": ("clash", ("near",)), "shut": ("closed", ()), "far": ("far", ())}
    assert len({left.text() for left in route.left_out}) == 3


def test_nothing_to_see_is_an_empty_route() -> None:
    route = plan_route([], earliest=480, latest=600, start=CENTRE, end=CENTRE)
    assert (route.visits, route.left_out, route.travel, route.value) == ((), (), 0, 0)


def test_own_travel_times_replace_the_estimate() -> None:
    found = [Stop("a", 0, 0, ((540, 1000),), 30), Stop("b", 0, 0, ((540, 1000),), 30)]
    route = plan_route(found, earliest=480, latest=1000, start=CENTRE, minutes=lambda a, b: 17)
    assert [(v.travel, v.begins) for v in route.visits] == [(17, 540), (17, 587)]
    assert (route.departs, route.returns, route.travel) == (523, 617, 34)


def test_ten_kilometres_take_the_time_of_a_country_road() -> None:
    assert drive(Point(33.0, 113.0), Point(33.0 + 10 / 111.195, 113.0)) == 20
