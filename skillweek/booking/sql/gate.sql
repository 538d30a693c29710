-- Count people in and out: a whole batch in one transaction and one round trip, each nonce once.
--
-- ``entries``: a list of {nonce, session (id), code (of a booking, or null), direction, people, at, recorded_at,
-- decided, anyway, allowed (people at one moment, or null), visit (a row of booking_booking, for who comes without)}.
-- What was ``decided`` (a device let them in while it had no network, or an officer did) is always kept; the rest may
-- be refused. Answers a list of {nonce, outcome, …}: in, out (with code, party, at, conflict, repeated), already or
-- not_in (with at, party), state (with state), elsewhere (with session), full (with inside, allowed), places (with left),
-- unknown.
--
-- Order of locks: quotas by id, bookings by id, occupancy by session. Shuffled or repeated batches end the same: which
-- check-ins of a booking contradict each other follows from their times alone, and people inside from all of them.

-- Let somebody in who has no booking: a booking made at the door, from the places kept back. NULL when no quota applies;
-- {"outcome": "full"} when none is left.
CREATE OR REPLACE FUNCTION booking_walk_in(visit jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    made booking_booking := jsonb_populate_record(NULL::booking_booking, visit);
    took jsonb;
BEGIN
    PERFORM FROM programme_session s WHERE s.id = made.session_id FOR SHARE;
    took := booking_take(made.session_id, made.audience_id, made.party, true, true);
    IF took ->> 'outcome' = 'taken' THEN
        made.quotas := ARRAY(SELECT jsonb_array_elements_text(took -> 'quotas')::bigint);
        INSERT INTO booking_booking SELECT made.*;
        RETURN jsonb_build_object('outcome', 'taken', 'booking', made.id, 'code', made.code);
    END IF;
    RETURN took;
END
$$;

-- Mark the check-ins of a booking at a session that contradict the one before (two ways in without a way out, or the
-- reverse), and all of them when the booking does not stand; what somebody has settled stays.
CREATE OR REPLACE FUNCTION booking_mark_conflicts(visit uuid, place bigint, stands boolean) RETURNS void
LANGUAGE sql AS $$
    UPDATE booking_checkin c SET conflict = o.wrong
    FROM (
        SELECT k.id, NOT stands OR k.direction = lag(k.direction, 1, 'out') OVER (ORDER BY k.at, k.nonce) AS wrong
        FROM booking_checkin k WHERE k.booking_id = visit AND k.session_id = place
    ) o
    WHERE c.id = o.id AND c.conflict <> o.wrong AND c.settled_by_id IS NULL
$$;

-- People inside and people who came in, from check-ins: of one booking at a session, or of all of the session.
CREATE OR REPLACE FUNCTION booking_counted(place bigint, visit uuid DEFAULT NULL, OUT inside integer, OUT came integer)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF visit IS NULL THEN
        SELECT coalesce(sum(CASE k.direction WHEN 'in' THEN k.people ELSE -k.people END), 0),
               coalesce(sum(k.people) FILTER (WHERE k.direction = 'in'), 0)
        INTO inside, came FROM booking_checkin k WHERE k.session_id = place AND NOT k.conflict;
    ELSE
        SELECT coalesce(sum(CASE k.direction WHEN 'in' THEN k.people ELSE -k.people END), 0),
               coalesce(sum(k.people) FILTER (WHERE k.direction = 'in'), 0)
        INTO inside, came FROM booking_checkin k
        WHERE k.booking_id = visit AND k.session_id = place AND NOT k.conflict;
    END IF;
END
$$;

-- A booking counted as missed whose people were there after all: its places are taken again where there are any.
CREATE OR REPLACE FUNCTION booking_came_after_all(visit uuid) RETURNS void
LANGUAGE sql AS $$
    WITH missed AS (
        SELECT b.id, b.quotas, b.party FROM booking_booking b WHERE b.id = visit AND b.state = 'no_show'
    ), again AS (
        UPDATE booking_quota q SET taken = q.taken + m.party
        FROM missed m WHERE q.id = ANY (m.quotas) AND q.taken + m.party <= q.places
        RETURNING q.id
    )
    UPDATE booking_booking b
    SET state = 'attended', quotas = coalesce((SELECT array_agg(a.id ORDER BY a.id) FROM again a), '{}')
    FROM missed m WHERE b.id = m.id
$$;

CREATE OR REPLACE FUNCTION booking_check_in_many(entries jsonb, device bigint, who bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    codes text[] := ARRAY(SELECT e ->> 'code' FROM jsonb_array_elements(entries) e WHERE e ->> 'code' IS NOT NULL);
    doors jsonb := '{}';
    answers jsonb := '[]';
    place bigint;
    room booking_occupancy;
    entry jsonb;
    visit booking_booking;
    given booking_checkin;
    last booking_checkin;
    walk jsonb;
    before record;
    after record;
    heads integer;
    decided boolean;
    refusal jsonb;
    kept bigint;
    shift integer;
    risen integer;
BEGIN
    -- who comes without a booking takes places first: quotas are locked before bookings
    FOR entry IN SELECT e FROM jsonb_array_elements(entries) e WHERE jsonb_typeof(e -> 'visit') = 'object' LOOP
        IF NOT doors ? (entry ->> 'nonce')
           AND NOT EXISTS (SELECT FROM booking_checkin k WHERE k.nonce = entry ->> 'nonce') THEN
            -- a look beforehand, so that a crowd leaves no trace; what counts is looked at below, under the lock
            IF NOT coalesce((entry ->> 'decided')::boolean, false) AND EXISTS (
                SELECT FROM booking_occupancy o WHERE o.session_id = (entry ->> 'session')::bigint
                AND o.inside + (entry ->> 'people')::integer > (entry ->> 'allowed')::integer
            ) THEN
                walk := '{"outcome": "crowded"}';
            ELSE
                walk := booking_walk_in(entry -> 'visit');
            END IF;
            doors := doors || jsonb_build_object(entry ->> 'nonce', walk);
        END IF;
    END LOOP;
    IF cardinality(codes) > 0 THEN
        PERFORM FROM booking_quota q
        WHERE q.id IN (SELECT unnest(b.quotas) FROM booking_booking b WHERE b.code = ANY (codes) AND b.state = 'no_show')
        ORDER BY q.id FOR UPDATE;
        PERFORM FROM booking_booking b WHERE b.code = ANY (codes) ORDER BY b.id FOR UPDATE;
    END IF;

    FOR place IN SELECT DISTINCT (e ->> 'session')::bigint FROM jsonb_array_elements(entries) e ORDER BY 1 LOOP
        INSERT INTO booking_occupancy (session_id, inside, came) VALUES (place, 0, 0) ON CONFLICT DO NOTHING;
        SELECT * INTO room FROM booking_occupancy o WHERE o.session_id = place FOR UPDATE;
        shift := 0;
        risen := 0;
        FOR entry IN SELECT e FROM jsonb_array_elements(entries) e WHERE (e ->> 'session')::bigint = place LOOP
            decided := coalesce((entry ->> 'decided')::boolean, false);
            heads := (entry ->> 'people')::integer;
            visit := NULL;
            last := NULL;
            refusal := NULL;
            walk := doors -> (entry ->> 'nonce');

            SELECT * INTO given FROM booking_checkin k WHERE k.nonce = entry ->> 'nonce';
            IF FOUND THEN
                SELECT b.code INTO visit.code FROM booking_booking b WHERE b.id = given.booking_id;
                answers := answers || jsonb_build_object(
                    'nonce', given.nonce, 'outcome', given.direction, 'code', visit.code, 'party', given.people,
                    'at', given.at, 'conflict', given.conflict, 'repeated', true);
                CONTINUE;
            END IF;

            IF entry ->> 'code' IS NOT NULL THEN
                SELECT * INTO visit FROM booking_booking b WHERE b.code = entry ->> 'code';
                IF NOT FOUND OR NOT EXISTS (
                    SELECT FROM programme_session t JOIN programme_activity ta ON ta.id = t.activity_id,
                                programme_session s JOIN programme_activity sa ON sa.id = s.activity_id
                    WHERE t.id = visit.session_id AND s.id = place AND ta.owner_id = sa.owner_id
                ) THEN
                    answers := answers || jsonb_build_object('nonce', entry ->> 'nonce', 'outcome', 'unknown');
                    CONTINUE;
                END IF;
                heads := visit.party;
                SELECT * INTO last FROM booking_checkin k
                WHERE k.booking_id = visit.id AND k.session_id = place AND NOT k.conflict
                ORDER BY k.at DESC, k.nonce DESC LIMIT 1;
                IF decided THEN
                    NULL;
                ELSIF visit.state NOT IN ('confirmed', 'attended', 'no_show') THEN
                    refusal := jsonb_build_object('outcome', 'state', 'state', visit.state);
                ELSIF visit.session_id <> place AND NOT coalesce((entry ->> 'anyway')::boolean, false) THEN
                    refusal := jsonb_build_object('outcome', 'elsewhere', 'session', visit.session_id);
                ELSIF entry ->> 'direction' = 'in' AND last.direction = 'in' THEN
                    refusal := jsonb_build_object('outcome', 'already', 'at', last.at);
                ELSIF entry ->> 'direction' = 'out' AND last.direction IS DISTINCT FROM 'in' THEN
                    refusal := jsonb_build_object('outcome', 'not_in', 'at', last.at);
                END IF;
            ELSIF NOT decided AND walk ->> 'outcome' = 'full' THEN
                refusal := jsonb_build_object('outcome', 'places', 'left', walk -> 'left');
            ELSIF NOT decided AND entry ->> 'direction' = 'out' AND heads > room.inside + shift THEN
                refusal := jsonb_build_object('outcome', 'not_in');
            END IF;
            IF refusal IS NULL AND NOT decided AND entry ->> 'direction' = 'in'
               AND (room.inside + shift + heads > (entry ->> 'allowed')::integer OR walk ->> 'outcome' = 'crowded') THEN
                refusal := jsonb_build_object(
                    'outcome', 'full', 'inside', room.inside + shift, 'allowed', (entry ->> 'allowed')::integer);
            END IF;
            IF refusal IS NOT NULL THEN
                answers := answers || (refusal || jsonb_build_object(
                    'nonce', entry ->> 'nonce', 'code', visit.code, 'party', heads));
                IF walk ->> 'outcome' = 'taken' THEN
                    PERFORM booking_give_back(b.quotas, b.party) FROM booking_booking b
                    WHERE b.id = (walk ->> 'booking')::uuid;
                    UPDATE booking_booking SET state = 'cancelled', cancelled_at = (entry ->> 'recorded_at')::timestamptz
                    WHERE id = (walk ->> 'booking')::uuid;
                END IF;
                CONTINUE;
            END IF;

            IF visit.id IS NULL AND walk ->> 'outcome' = 'taken' THEN
                visit.id := (walk ->> 'booking')::uuid;
                visit.code := walk ->> 'code';
                visit.state := 'attended';
            END IF;
            IF entry ->> 'code' IS NOT NULL THEN
                before := booking_counted(place, visit.id);
            END IF;
            INSERT INTO booking_checkin (session_id, booking_id, direction, nonce, people, at, recorded_at, by_id,
                                         device_id, conflict, settled_by_id)
            VALUES (place, visit.id, entry ->> 'direction', entry ->> 'nonce', heads, (entry ->> 'at')::timestamptz,
                    (entry ->> 'recorded_at')::timestamptz, who, device, false, NULL)
            RETURNING id INTO kept;
            IF entry ->> 'code' IS NULL THEN
                shift := shift + CASE entry ->> 'direction' WHEN 'in' THEN heads ELSE -heads END;
                risen := risen + CASE entry ->> 'direction' WHEN 'in' THEN heads ELSE 0 END;
            ELSE
                IF visit.state = 'confirmed' AND entry ->> 'direction' = 'in' THEN
                    UPDATE booking_booking SET state = 'attended' WHERE id = visit.id;
                ELSIF visit.state = 'no_show' AND entry ->> 'direction' = 'in' THEN
                    PERFORM booking_came_after_all(visit.id);
                END IF;
                PERFORM booking_mark_conflicts(visit.id, place, visit.state NOT IN ('held', 'cancelled'));
                after := booking_counted(place, visit.id);
                shift := shift + after.inside - before.inside;
                risen := risen + after.came - before.came;
            END IF;
            answers := answers || jsonb_build_object(
                'nonce', entry ->> 'nonce', 'outcome', entry ->> 'direction', 'code', visit.code, 'party', heads,
                'at', (entry ->> 'at')::timestamptz, 'repeated', false,
                'conflict', (SELECT k.conflict FROM booking_checkin k WHERE k.id = kept));
        END LOOP;

        -- one statement changes the count; at zero it may have been cut off (a way out told before the way in), so
        -- it is counted anew
        IF room.inside + shift <= 0 OR (room.inside = 0 AND shift <> 0) THEN
            UPDATE booking_occupancy o SET inside = greatest(c.inside, 0), came = c.came
            FROM booking_counted(place) c WHERE o.session_id = place;
        ELSIF shift <> 0 OR risen <> 0 THEN
            UPDATE booking_occupancy o SET inside = o.inside + shift, came = o.came + risen
            WHERE o.session_id = place;
        END IF;
    END LOOP;
    RETURN answers;
END
$$;

-- Somebody has looked at a contradiction: it counts (other people came in with the same code) or not. False when
-- another has settled it already.
CREATE OR REPLACE FUNCTION booking_settle(checkin bigint, who bigint, counts boolean) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    given booking_checkin;
BEGIN
    PERFORM FROM booking_booking b JOIN booking_checkin k ON k.booking_id = b.id WHERE k.id = checkin FOR UPDATE OF b;
    PERFORM FROM booking_occupancy o JOIN booking_checkin k ON k.session_id = o.session_id
    WHERE k.id = checkin FOR UPDATE OF o;
    UPDATE booking_checkin k SET settled_by_id = who, conflict = NOT counts
    WHERE k.id = checkin AND k.conflict AND k.settled_by_id IS NULL
    RETURNING * INTO given;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE booking_occupancy o SET inside = greatest(c.inside, 0), came = c.came
    FROM booking_counted(given.session_id) c WHERE o.session_id = given.session_id;
    RETURN true;
END
$$;
