-- Book places: quotas, booking, message and the answer to be repeated, in one transaction and one round trip.
--
-- ``booking`` and ``message`` are rows as JSON; ``once`` is a row of booking_idempotencykey, or NULL.
-- Answers {"outcome": …}: booked (with quotas), already, unlimited (no quota applies), full (with left),
-- party (with largest), repeated (with status and answer), key_reused, in_flight, called_off.
-- Nothing is written unless the outcome is "booked".
CREATE OR REPLACE FUNCTION booking_book(booking jsonb, message jsonb, once jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    visit booking_booking := jsonb_populate_record(NULL::booking_booking, booking);
    asked booking_idempotencykey;
    given booking_idempotencykey;
    free integer;
    largest integer;
BEGIN
    IF once IS NOT NULL THEN
        asked := jsonb_populate_record(NULL::booking_idempotencykey, once);
        -- the lock ends with the transaction, so a killed request leaves nothing behind
        IF NOT pg_try_advisory_xact_lock(hashtextextended(asked.key, asked.city_id)) THEN
            RETURN '{"outcome": "in_flight"}';
        END IF;
        SELECT * INTO given FROM booking_idempotencykey k WHERE k.city_id = asked.city_id AND k.key = asked.key;
        IF FOUND AND given.fingerprint <> asked.fingerprint THEN
            RETURN '{"outcome": "key_reused"}';
        ELSIF FOUND THEN
            RETURN jsonb_build_object('outcome', 'repeated', 'status', given.status, 'answer', given.answer);
        END IF;
    END IF;

    -- who calls the session off, or gives it a quota it did not have, waits for us, or we for them
    PERFORM FROM programme_session s JOIN programme_activity a ON a.id = s.activity_id
    WHERE s.id = visit.session_id AND s.state = 'planned' AND a.state = 'published'
    FOR SHARE OF s;
    IF NOT FOUND THEN
        RETURN '{"outcome": "called_off"}';
    END IF;

    IF EXISTS (
        SELECT FROM booking_booking b
        WHERE b.session_id = visit.session_id AND b.phone_index = visit.phone_index
          AND b.state IN ('held', 'confirmed', 'attended')
    ) THEN
        RETURN '{"outcome": "already"}';
    END IF;

    -- one statement: lock every quota that applies, in order of id; take from all of them or from none
    WITH applies AS MATERIALIZED (
        SELECT q.id, q.places - q.taken AS free, q.largest_party
        FROM booking_quota q
        WHERE q.id IN (SELECT s.quota_id FROM booking_quota_sessions s WHERE s.session_id = visit.session_id)
          AND (q.audience_id IS NULL OR q.audience_id = visit.audience_id)
        ORDER BY q.id
        FOR UPDATE
    ), took AS (
        UPDATE booking_quota q SET taken = q.taken + visit.party
        FROM applies a
        WHERE q.id = a.id
          AND visit.party <= (SELECT least(min(b.free), min(b.largest_party)) FROM applies b)
        RETURNING q.id
    )
    SELECT (SELECT min(a.free) FROM applies a), (SELECT min(a.largest_party) FROM applies a),
           (SELECT array_agg(t.id ORDER BY t.id) FROM took t)
    INTO free, largest, visit.quotas;

    IF free IS NULL THEN
        RETURN '{"outcome": "unlimited"}';
    ELSIF visit.party > largest THEN
        RETURN jsonb_build_object('outcome', 'party', 'largest', largest);
    ELSIF visit.quotas IS NULL THEN
        RETURN jsonb_build_object('outcome', 'full', 'left', free);
    END IF;

    INSERT INTO booking_booking SELECT visit.*;
    PERFORM messaging_queue(message);
    IF once IS NOT NULL THEN
        INSERT INTO booking_idempotencykey (city_id, key, fingerprint, status, answer, created_at)
        VALUES (asked.city_id, asked.key, asked.fingerprint, asked.status, asked.answer, asked.created_at);
    END IF;
    RETURN jsonb_build_object('outcome', 'booked', 'quotas', to_jsonb(visit.quotas));
END
$$;
