-- Take places for several parties, in the order given: the one place where places are taken. Every party takes from
-- every quota that applies to its audience, or from none. All quotas are locked first, in order of id, and written
-- once. ``sessions``, ``audiences`` and ``parties`` belong together by position; so do the answers, {"outcome": …}:
-- taken (with quotas), unlimited (no quota applies), full (with left), party (with smallest and largest).
-- ``door`` may use what is kept back for who comes without booking; ``any_size`` leaves the size of a party aside.
CREATE OR REPLACE FUNCTION booking_take_many(
    sessions bigint[], audiences bigint[], parties integer[], door boolean DEFAULT false, any_size boolean DEFAULT false
) RETURNS jsonb[]
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];         -- the quotas of these sessions, in order of id, and what is known of each
    frees integer[];
    kinds bigint[];
    smalls integer[];
    larges integer[];
    links text[];         -- "quota session" of what belongs together
    took integer[];
    told jsonb[] := '{}';
    mine integer[];       -- positions of the quotas that apply to one party
    free integer;
    smallest integer;
    largest integer;
    n integer;
    q integer;
BEGIN
    WITH held AS MATERIALIZED (
        SELECT q.id, q.places - q.taken - CASE WHEN door THEN 0 ELSE q.buffer END AS free, q.audience_id,
               q.smallest_party, q.largest_party
        FROM booking_quota q
        WHERE q.id IN (SELECT s.quota_id FROM booking_quota_sessions s WHERE s.session_id = ANY (sessions))
        ORDER BY q.id
        FOR UPDATE
    )
    SELECT array_agg(h.id), array_agg(h.free), array_agg(h.audience_id), array_agg(h.smallest_party),
           array_agg(h.largest_party)
    INTO ids, frees, kinds, smalls, larges
    FROM held h;
    links := ARRAY(SELECT s.quota_id || ' ' || s.session_id FROM booking_quota_sessions s
                   WHERE s.session_id = ANY (sessions) AND s.quota_id = ANY (ids));
    took := array_fill(0, ARRAY[coalesce(cardinality(ids), 0)]);

    FOR n IN 1 .. cardinality(sessions) LOOP
        mine := '{}';
        free := NULL;
        smallest := NULL;
        largest := NULL;
        FOR q IN 1 .. coalesce(cardinality(ids), 0) LOOP
            IF (kinds[q] IS NULL OR kinds[q] = audiences[n]) AND ids[q] || ' ' || sessions[n] = ANY (links) THEN
                mine := mine || q;
                free := least(free, frees[q]);
                smallest := greatest(smallest, smalls[q]);
                largest := least(largest, larges[q]);
            END IF;
        END LOOP;
        IF free IS NULL THEN
            told[n] := '{"outcome": "unlimited"}';
        ELSIF NOT any_size AND parties[n] NOT BETWEEN smallest AND largest THEN
            told[n] := jsonb_build_object('outcome', 'party', 'smallest', smallest, 'largest', largest);
        ELSIF parties[n] > free THEN
            told[n] := jsonb_build_object('outcome', 'full', 'left', greatest(free, 0));
        ELSE
            FOREACH q IN ARRAY mine LOOP
                frees[q] := frees[q] - parties[n];
                took[q] := took[q] + parties[n];
            END LOOP;
            told[n] := jsonb_build_object(
                'outcome', 'taken', 'quotas', (SELECT to_jsonb(array_agg(ids[one])) FROM unnest(mine) AS one));
        END IF;
    END LOOP;

    UPDATE booking_quota q SET taken = q.taken + t.people
    FROM unnest(ids, took) AS t (id, people)
    WHERE q.id = t.id AND t.people > 0;
    RETURN told;
END
$$;

-- Take ``party`` places of a session, as booking_take_many does. Give back with booking_give_back.
CREATE OR REPLACE FUNCTION booking_take(
    session bigint, audience bigint, party integer, door boolean DEFAULT false, any_size boolean DEFAULT false
) RETURNS jsonb
LANGUAGE sql AS $$
    SELECT (booking_take_many(ARRAY[session], ARRAY[audience], ARRAY[party], door, any_size))[1]
$$;

-- Give ``party`` places back to the quotas they were taken from, locked in order of id.
CREATE OR REPLACE FUNCTION booking_give_back(quotas bigint[], party integer) RETURNS void
LANGUAGE sql AS $$
    WITH held AS MATERIALIZED (
        SELECT q.id FROM booking_quota q WHERE q.id = ANY (quotas) ORDER BY q.id FOR UPDATE
    )
    UPDATE booking_quota q SET taken = q.taken - party FROM held h WHERE q.id = h.id
$$;

-- What holds for booking ``session`` as ``audience`` at the instant ``at``: {"state": …} that a booking gets, with what
-- limits one person, and the version of what was read; or with "refused": {"outcome": …} why nobody can book now:
-- called_off, unpublished, walk_in (no quota at all), begun, closed (the phase), early (with opens), late (with closes).
-- "after" is what stands in the way of who may otherwise book: queue (others wait for these places and come first),
-- draw (lots are drawn first). ``public`` is false for bookings that staff, the waiting list or a draw make: of the terms, none hold for them.
CREATE OR REPLACE FUNCTION booking_judge(session bigint, audience bigint, at timestamptz, public boolean)
RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'session', s.id, 'edition', e.id, 'day', s.day,
        'version', concat_ws('.', s.xmin, a.xmin, e.xmin, o.xmin, c.xmin, p.xmin,
            (SELECT string_agg(x.xmin::text, ',' ORDER BY x.id) FROM booking_terms x WHERE x.activity_id = a.id),
            (SELECT string_agg(x.xmin::text, ',' ORDER BY x.id) FROM booking_question x WHERE x.activity_id = a.id)),
        'listed', CASE WHEN audience IS NULL THEN NOT EXISTS (
                      SELECT FROM programme_activity_audiences l WHERE l.activity_id = a.id)
                  ELSE EXISTS (SELECT FROM programme_activity_audiences l
                               WHERE l.activity_id = a.id AND l.audience_id = audience) END,
        'state', CASE WHEN public AND t.mode = 'approval' THEN 'held' ELSE 'confirmed' END,
        'per_day', p.per_day, 'per_week', p.per_week, 'no_show_days', coalesce(p.no_show_days, 7),
        'refused', CASE
            WHEN s.state <> 'planned' THEN '{"outcome": "called_off"}'
            WHEN a.state <> 'published' OR a.published_at IS NULL OR a.published_at > at
                THEN '{"outcome": "unpublished"}'
            WHEN NOT EXISTS (SELECT FROM booking_quota_sessions l WHERE l.session_id = s.id)
                THEN '{"outcome": "walk_in"}'
            WHEN s.starts <= at THEN '{"outcome": "begun"}'
            WHEN phase.place IS NULL OR phase.place NOT BETWEEN span.opens AND span.closes
                THEN '{"outcome": "closed"}'
            WHEN NOT public THEN NULL
            WHEN window_.opens > at THEN jsonb_build_object('outcome', 'early', 'opens', window_.opens)
            WHEN t.closes_hours > 0 AND window_.closes <= at
                THEN jsonb_build_object('outcome', 'late', 'closes', window_.closes)
        END,
        'after', CASE
            WHEN NOT public THEN NULL
            WHEN EXISTS (
                SELECT FROM booking_waitingentry w
                JOIN booking_quota_sessions l ON l.session_id = w.session_id
                JOIN booking_quota q ON q.id = l.quota_id
                WHERE w.city_id = s.city_id AND w.session_id = s.id AND w.state = 'waiting' AND w.draw_id IS NULL
                  AND q.places - q.taken - q.buffer < w.party
                  AND (q.audience_id IS NULL OR q.audience_id = w.audience_id AND q.audience_id = audience)
            ) THEN '{"outcome": "queue"}'
            WHEN EXISTS (SELECT FROM booking_draw d WHERE d.session_id = s.id AND d.drawn_at IS NULL)
                OR t.mode = 'draw' AND NOT EXISTS (SELECT FROM booking_draw d WHERE d.session_id = s.id)
                THEN '{"outcome": "draw"}'
        END::jsonb)
    FROM programme_session s
    JOIN programme_activity a ON a.id = s.activity_id
    JOIN plan_edition e ON e.id = a.edition_id
    JOIN organisations_organisation o ON o.id = a.owner_id
    JOIN organisations_organisation c ON c.id = s.city_id
    LEFT JOIN booking_policy p ON p.edition_id = e.id
    LEFT JOIN LATERAL (
        SELECT x.* FROM booking_terms x
        WHERE x.activity_id = a.id AND (x.audience_id IS NULL OR x.audience_id = audience)
        ORDER BY x.audience_id NULLS LAST LIMIT 1
    ) t ON true
    CROSS JOIN LATERAL (
        SELECT greatest(t.opens_at, (s.day - p.days_ahead)::timestamp AT TIME ZONE e.time_zone) AS opens,
               s.starts - make_interval(hours => t.closes_hours) AS closes
    ) window_
    LEFT JOIN LATERAL (
        SELECT array_position(ARRAY['plan', 'register', 'publish', 'run', 'collect', 'archive'], x.name::text) AS place
        FROM plan_phase x WHERE x.edition_id = e.id AND x.starts_at <= at ORDER BY x.starts_at DESC LIMIT 1
    ) phase ON true
    LEFT JOIN plan_opening y ON y.edition_id = e.id AND y.step = 'book'
    CROSS JOIN LATERAL (
        SELECT array_position(ARRAY['plan', 'register', 'publish', 'run', 'collect', 'archive'],
                              coalesce(y.opens, 'publish')::text) AS opens,
               array_position(ARRAY['plan', 'register', 'publish', 'run', 'collect', 'archive'],
                              coalesce(y.closes, 'run')::text) AS closes
    ) span
    WHERE s.id = session
$$;

-- Why the person behind ``visit`` may not book under ``terms`` (of booking_judge) at ``at``: {"outcome": already,
-- limit (with day, week: live bookings; per_day, per_week: the policy), missed (with until)}, or NULL. Who asks holds the person's lock.
CREATE OR REPLACE FUNCTION booking_person(visit booking_booking, terms jsonb, at timestamptz, public boolean)
RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN f.here > 0 THEN '{"outcome": "already"}'
        WHEN NOT public THEN NULL
        WHEN f.that_day >= (terms ->> 'per_day')::int OR f.that_week >= (terms ->> 'per_week')::int
            THEN jsonb_build_object('outcome', 'limit', 'day', f.that_day, 'week', f.that_week,
                                    'per_day', terms -> 'per_day', 'per_week', terms -> 'per_week')
        WHEN f.missed + make_interval(days => (terms ->> 'no_show_days')::int) > at
            THEN jsonb_build_object('outcome', 'missed',
                                    'until', f.missed + make_interval(days => (terms ->> 'no_show_days')::int))
    END
    FROM (
        SELECT count(*) FILTER (WHERE live AND b.session_id = visit.session_id) AS here,
               count(*) FILTER (WHERE live AND a.edition_id = (terms ->> 'edition')::bigint
                                AND s.day = (terms ->> 'day')::date) AS that_day,
               count(*) FILTER (WHERE live AND a.edition_id = (terms ->> 'edition')::bigint) AS that_week,
               max(s.ends) FILTER (WHERE b.state = 'no_show' AND b.excuse = '') AS missed
        FROM booking_booking b
        CROSS JOIN LATERAL (SELECT b.state IN ('held', 'confirmed', 'attended') AS live) l
        JOIN programme_session s ON s.id = b.session_id
        JOIN programme_activity a ON a.id = s.activity_id
        WHERE b.city_id = visit.city_id AND b.phone_index = visit.phone_index
    ) f
$$;

-- Book visits for several requests in the order of their arrival: quotas, bookings, messages and the answers to be
-- repeated, in one transaction and one round trip.
--
-- A request is {"booking": row, "message": row, "once": row of booking_idempotencykey or null, "version": …}; with a
-- version, what the caller knew of the session must still be so. ``shift`` moves the database's clock, by which
-- everything is judged (rehearsals). Answers, by position, {"outcome": …}: booked (with quotas and at), repeated
-- (with status and answer), key_reused, in_flight, stale (the caller knew something old), again (the same person or
-- key came before in these requests: send it once more), terms (it must come as a booking of that state), what
-- booking_judge, booking_person and booking_take_many refuse. Nothing is written for a request that is not booked.
--
-- Locks, always in this order, so that nobody waits in a ring: keys (never waited for), persons by number, sessions
-- by id (shared: who calls one off or gives it a quota waits for us, or we for them), quotas by id.
CREATE OR REPLACE FUNCTION booking_book_many(requests jsonb, shift interval DEFAULT '0') RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    size integer := jsonb_array_length(requests);
    told jsonb[] := array_fill(NULL::jsonb, ARRAY[jsonb_array_length(requests)]);
    visits booking_booking[];
    once jsonb;
    given booking_idempotencykey;
    at timestamptz;
    public boolean;
    judged jsonb := '{}';
    terms jsonb;
    pair text;
    seen text[] := '{}';
    fit integer[] := '{}';
    took jsonb[];
    n integer;
    rows jsonb;
BEGIN
    SELECT array_agg(v ORDER BY r.n) INTO visits
    FROM jsonb_array_elements(requests) WITH ORDINALITY AS r (one, n),
         LATERAL jsonb_populate_record(NULL::booking_booking, r.one -> 'booking') AS v;

    FOR n IN 1 .. size LOOP
        once := nullif(requests -> (n - 1) -> 'once', 'null');
        IF once IS NOT NULL THEN
            -- the lock ends with the transaction, so a killed request leaves nothing behind
            IF NOT pg_try_advisory_xact_lock(hashtextextended(once ->> 'key', (once ->> 'city_id')::bigint)) THEN
                told[n] := '{"outcome": "in_flight"}';
                CONTINUE;
            END IF;
            SELECT * INTO given FROM booking_idempotencykey k
            WHERE k.city_id = (once ->> 'city_id')::bigint AND k.key = once ->> 'key';
            IF FOUND AND given.fingerprint <> once ->> 'fingerprint' THEN
                told[n] := '{"outcome": "key_reused"}';
            ELSIF FOUND THEN
                told[n] := jsonb_build_object('outcome', 'repeated', 'status', given.status, 'answer', given.answer);
            ELSIF 'key ' || (once ->> 'key') = ANY (seen) THEN
                told[n] := '{"outcome": "again"}';
            END IF;
            seen := seen || ('key ' || (once ->> 'key'));
        END IF;
        IF told[n] IS NULL THEN
            pair := 'person ' || (visits[n]).phone_index;
            IF pair = ANY (seen) THEN
                told[n] := '{"outcome": "again"}';
            END IF;
            seen := seen || pair;
        END IF;
    END LOOP;

    PERFORM pg_advisory_xact_lock(p.lock)
    FROM (
        SELECT DISTINCT hashtextextended('person ' || (visits[i]).phone_index, (visits[i]).city_id) AS lock
        FROM generate_series(1, size) AS i WHERE told[i] IS NULL ORDER BY 1 OFFSET 0
    ) p;
    PERFORM FROM programme_session s
    WHERE s.id IN (SELECT (visits[i]).session_id FROM generate_series(1, size) AS i WHERE told[i] IS NULL)
    ORDER BY s.id
    FOR SHARE;

    at := clock_timestamp() + shift;
    FOR n IN 1 .. size LOOP
        CONTINUE WHEN told[n] IS NOT NULL;
        public := (visits[n]).origin IN ('web', 'api');
        pair := concat_ws(' ', (visits[n]).session_id, coalesce((visits[n]).audience_id, 0), public);
        terms := judged -> pair;
        IF terms IS NULL THEN
            terms := booking_judge((visits[n]).session_id, (visits[n]).audience_id, at, public);
            judged := judged || jsonb_build_object(pair, terms);
        END IF;
        IF (requests -> (n - 1)) ->> 'version' <> terms ->> 'version'
           OR ((requests -> (n - 1)) ->> 'version' IS NOT NULL AND NOT (terms ->> 'listed')::boolean) THEN
            told[n] := '{"outcome": "stale"}';
        ELSIF jsonb_typeof(terms -> 'refused') = 'object' THEN
            told[n] := terms -> 'refused';
        ELSIF (visits[n]).state <> terms ->> 'state' AND public THEN
            told[n] := jsonb_build_object('outcome', 'terms', 'state', terms ->> 'state');
        ELSE
            told[n] := coalesce(booking_person(visits[n], terms, at, public), nullif(terms -> 'after', 'null'));
        END IF;
        IF told[n] IS NULL THEN
            fit := fit || n;
        END IF;
    END LOOP;

    IF fit <> '{}' THEN
        took := booking_take_many(
            ARRAY(SELECT (visits[i]).session_id FROM unnest(fit) AS i),
            ARRAY(SELECT (visits[i]).audience_id FROM unnest(fit) AS i),
            ARRAY(SELECT (visits[i]).party::integer FROM unnest(fit) AS i));
        FOR n IN 1 .. cardinality(fit) LOOP
            told[fit[n]] := CASE WHEN took[n] ->> 'outcome' <> 'taken' THEN took[n] ELSE
                jsonb_build_object('outcome', 'booked', 'quotas', took[n] -> 'quotas', 'at', at) END;
        END LOOP;
        SELECT jsonb_agg(requests -> (i - 1) ORDER BY i) INTO rows
        FROM unnest(fit) AS i WHERE told[i] ->> 'outcome' = 'booked';
    END IF;

    IF rows IS NOT NULL THEN
        INSERT INTO booking_booking
        SELECT v.*
        FROM unnest(fit) AS i, LATERAL jsonb_populate_record(visits[i], jsonb_build_object(
            'quotas', told[i] -> 'quotas', 'created_at', at, 'consent_at', at,
            'guardian_at', CASE WHEN (visits[i]).guardian_at IS NOT NULL THEN at END)) AS v
        WHERE told[i] ->> 'outcome' = 'booked';
        PERFORM messaging_queue_many((SELECT jsonb_agg(r.one -> 'message' ORDER BY r.n)
                                      FROM jsonb_array_elements(rows) WITH ORDINALITY AS r (one, n)));
        INSERT INTO booking_idempotencykey (city_id, key, fingerprint, status, answer, created_at)
        SELECT k.city_id, k.key, k.fingerprint, k.status, k.answer, at
        FROM jsonb_array_elements(rows) AS r (one),
             LATERAL jsonb_populate_record(NULL::booking_idempotencykey, nullif(r.one -> 'once', 'null')) AS k
        WHERE k.key IS NOT NULL;
    END IF;
    RETURN to_jsonb(told);
END
$$;
