INSERT INTO subscribers (id, name, created_at) VALUES (1, 'desk', '2026-01-01 00:00:00');
INSERT INTO channels (id, subscriber_id, name, url, trusted, created_at) VALUES (1, 1, 'hook', 'json://h', false, '2026-01-01 00:00:00');
INSERT INTO watches (id, subscriber_id, name, topics, scope, paused, created_at, changed_at)
    VALUES (1, 1, 'all', '["*"]', '{"kinds": [], "sources": []}', false, '2026-01-01 00:00:00', '2026-01-01 00:00:00');
INSERT INTO watch_channels (watch_id, channel_id) VALUES (1, 1);
INSERT INTO sources (id, platform, kind, title, enabled, due_at, detail, failures)
    VALUES ('us-zz-a', 'legistar', 'meeting', 'A', true, '2026-01-01 00:00:00', '', 0);
INSERT INTO records (id, source_id, key, kind, fingerprint, revision, title, url, first_seen, last_seen)
    VALUES (1, 'us-zz-a', '1', 'meeting', 'f', 1, 'T', 'u', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
INSERT INTO revisions (id, record_id, number, seen_at, body)
    VALUES (1, 1, 1, '2026-01-01 00:00:00', '{"key":"1","kind":"meeting","title":"T","url":"u"}');
INSERT INTO documents (id, url, source_id, state, attempts, error) VALUES (1, 'https://a/d', 'us-zz-a', 'pending', 0, '');
INSERT INTO links (id, record_id, document_id, part_key, title, kind, revision, quiet, matched)
    VALUES (1, 1, 1, '', 'Agenda', 'agenda', 1, false, false);
INSERT INTO alerts (id, channel_id, record_id, revision, state, created_at, attempts)
    VALUES (1, 1, 1, 1, 'sent', '2026-01-01 00:00:00', 1);
INSERT INTO told (channel_id, story, digest, alert_id) VALUES (1, 's', 'd', 1);
INSERT INTO deliveries (alert_id, at, delivery, service, detail) VALUES (1, '2026-01-01 00:00:00', 'sent', 'json', '');
