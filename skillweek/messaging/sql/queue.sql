-- The job that sends one message. Text messages go before mail; the lock keeps messages to one address in
-- their order: the queue starts no job while an older one with the same lock waits, for its next try too. What
-- waits for the morning has a lock of its own, so that what somebody asks for at night does not wait behind it.
CREATE OR REPLACE FUNCTION messaging_job(id uuid, channel text, address_index text, not_before timestamptz DEFAULT NULL)
RETURNS procrastinate_job_to_defer_v1 LANGUAGE sql AS $$
    SELECT ROW('default', 'skillweek.messaging.tasks.deliver', CASE channel WHEN 'sms' THEN 10 ELSE 0 END,
               CASE WHEN not_before IS NULL THEN 'message:' ELSE 'morning:' END || address_index,
               NULL, jsonb_build_object('message_id', id), not_before
           )::procrastinate_job_to_defer_v1
$$;

-- Queue messages and their jobs in the caller's transaction, in the order given. ``messages`` is an array of rows
-- as JSON. Answers {id: state} of the new ones; a known dedup key is left out. Where the city holds the kind, or
-- everything, a message waits without a job until it is released. The jobs start at ``not_before`` or at once.
CREATE OR REPLACE FUNCTION messaging_queue_many(messages jsonb, not_before timestamptz DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    told jsonb;
    jobs procrastinate_job_to_defer_v1[];
BEGIN
    WITH given AS (
        SELECT place, one || jsonb_build_object('state', CASE WHEN EXISTS (
                   SELECT FROM messaging_switch s
                   WHERE s.hold AND s.city_code = one ->> 'city_code' AND s.kind IN ('', one ->> 'kind')
               ) THEN 'held' ELSE 'queued' END) AS one
        FROM jsonb_array_elements(messages) WITH ORDINALITY AS e (one, place)
    ), fresh AS (
        INSERT INTO messaging_message
        SELECT outgoing.*
        FROM given, LATERAL jsonb_populate_record(NULL::messaging_message, given.one) AS outgoing
        ORDER BY given.place
        ON CONFLICT (dedup_key) DO NOTHING
        RETURNING id, state, channel, address_index
    )
    SELECT jsonb_object_agg(f.id, f.state),
           array_agg(messaging_job(f.id, f.channel, f.address_index, not_before) ORDER BY given.place)
               FILTER (WHERE f.state = 'queued')
    INTO told, jobs
    FROM fresh f JOIN given ON (given.one ->> 'id')::uuid = f.id;
    IF jobs IS NOT NULL THEN
        PERFORM procrastinate_defer_jobs_v1(jobs);
    END IF;
    RETURN coalesce(told, '{}');
END
$$;

-- One message; its state, or NULL when a message with the same dedup key exists already.
CREATE OR REPLACE FUNCTION messaging_queue(message jsonb) RETURNS text
LANGUAGE sql AS $$
    SELECT value FROM jsonb_each_text(messaging_queue_many(jsonb_build_array(message)))
$$;

-- Put messages that are in state ``before`` back into the queue, oldest first; answers how many.
CREATE OR REPLACE FUNCTION messaging_requeue(ids uuid[], before text, at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    jobs procrastinate_job_to_defer_v1[];
BEGIN
    WITH moved AS (
        UPDATE messaging_message m
        SET state = 'queued', attempts = 0, released_at = at
        WHERE m.id = ANY (ids) AND m.state = before AND m.erased_at IS NULL
        RETURNING m.id, m.channel, m.address_index, m.created_at
    )
    SELECT array_agg(messaging_job(id, channel, address_index) ORDER BY created_at, id) INTO jobs FROM moved;
    IF jobs IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM procrastinate_defer_jobs_v1(jobs);
    RETURN cardinality(jobs);
END
$$;
