-- Queue one message and the job that sends it, in the caller's transaction.
-- False when a message with the same dedup key exists already.
CREATE OR REPLACE FUNCTION messaging_queue(message jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    outgoing messaging_message := jsonb_populate_record(NULL::messaging_message, message);
BEGIN
    INSERT INTO messaging_message SELECT outgoing.* ON CONFLICT (dedup_key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', 'skillweek.messaging.tasks.deliver', 0, NULL, NULL,
            jsonb_build_object('message_id', outgoing.id), NULL)::procrastinate_job_to_defer_v1
    ]);
    RETURN true;
END
$$;
