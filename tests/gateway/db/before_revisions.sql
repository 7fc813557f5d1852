-- The tables as they were before they had revisions, and a row in each.

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    client TEXT NOT NULL,
    state TEXT NOT NULL,
    last_seq BIGINT NOT NULL,
    started_at DOUBLE PRECISION NOT NULL,
    last_at DOUBLE PRECISION NOT NULL
);

CREATE INDEX conversations_by_age ON conversations (last_at);

CREATE TABLE messages (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    topic TEXT,
    details TEXT,
    links TEXT,
    client_message_id TEXT,
    at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    client_message_id TEXT NOT NULL,
    answer_seq BIGINT,
    last_seq BIGINT,
    PRIMARY KEY (conversation_id, client_message_id)
);

CREATE TABLE buttons (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    place BIGINT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL
);

CREATE INDEX buttons_of_message ON buttons (conversation_id, seq);

CREATE TABLE ratings (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    stars BIGINT NOT NULL,
    comment TEXT,
    at DOUBLE PRECISION NOT NULL
);

CREATE TABLE erasures (
    conversation_id TEXT PRIMARY KEY,
    tries BIGINT NOT NULL,
    next_at DOUBLE PRECISION NOT NULL
);

CREATE TABLE handoffs (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    urgent BIGINT NOT NULL,
    topic TEXT,
    languages TEXT NOT NULL,
    since DOUBLE PRECISION NOT NULL,
    place BIGINT NOT NULL,
    limit_told BIGINT NOT NULL,
    person_id TEXT,
    person_name TEXT,
    taken_at DOUBLE PRECISION
);

CREATE INDEX handoffs_of_person ON handoffs (person_id);

CREATE TABLE handoff_log (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    at DOUBLE PRECISION NOT NULL,
    move TEXT NOT NULL,
    person_id TEXT,
    seconds DOUBLE PRECISION,
    place BIGINT,
    reason TEXT
);

CREATE INDEX handoff_log_by_age ON handoff_log (at);

CREATE INDEX handoff_log_of_conversation ON handoff_log (conversation_id);

CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    text TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL
);

CREATE INDEX notes_of_conversation ON notes (conversation_id);

CREATE TABLE tickets (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    client_message_id TEXT,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    phone TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    done_at DOUBLE PRECISION,
    done_by TEXT
);

CREATE UNIQUE INDEX tickets_once ON tickets (conversation_id, client_message_id);

CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    role TEXT NOT NULL,
    languages TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    openid_subject TEXT
);

CREATE UNIQUE INDEX agents_by_subject ON agents (openid_subject);

CREATE TABLE desk_sessions (
    token_hash TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    expires_at DOUBLE PRECISION NOT NULL,
    last_at DOUBLE PRECISION NOT NULL
);

CREATE INDEX desk_sessions_of_agent ON desk_sessions (agent_id);

CREATE TABLE desk_attempts (
    name_hash TEXT PRIMARY KEY,
    times TEXT NOT NULL,
    last_at DOUBLE PRECISION NOT NULL
);

CREATE TABLE agent_presence (
    agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
    wants BIGINT NOT NULL,
    seen_at DOUBLE PRECISION NOT NULL
);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at DOUBLE PRECISION NOT NULL,
    parked BIGINT NOT NULL
);

CREATE INDEX outbox_due ON outbox (parked, next_at);

CREATE INDEX outbox_of_conversation ON outbox (conversation_id, id);

CREATE TABLE helpdesk_threads (
    conversation_id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    customer TEXT,
    ticket TEXT,
    told BIGINT NOT NULL,
    changed_at DOUBLE PRECISION NOT NULL
);

CREATE INDEX helpdesk_threads_by_ticket ON helpdesk_threads (ticket);

CREATE TABLE helpdesk_receipts (
    id TEXT PRIMARY KEY,
    at DOUBLE PRECISION NOT NULL
);

CREATE INDEX helpdesk_receipts_by_age ON helpdesk_receipts (at);

INSERT INTO conversations VALUES ('waits', 'nl', 'web', 'waiting', 3, 1790000000.5, 4000000000.5);
INSERT INTO conversations VALUES ('held', 'fr', 'app', 'agent', 1, 1790000000.5, 4000000000.5);
INSERT INTO messages VALUES ('waits', 1, 'customer', 'hallo', 'nl', NULL, NULL, NULL, 'first', 1790000001.5);
INSERT INTO messages VALUES ('waits', 2, 'bot', 'Dag: 100 %', 'nl', 'greet', NULL, '[{"title": "112", "url": "tel:112"}]', NULL, 1790000002.5);
INSERT INTO messages VALUES ('waits', 3, 'system', 'U wacht.', 'nl', 'handoff', '{"handoff": "queued"}', NULL, NULL, 1790000003.5);
INSERT INTO messages VALUES ('held', 1, 'customer', 'bonjour', 'fr', NULL, NULL, NULL, NULL, 1790000001.5);
INSERT INTO turns VALUES ('waits', 'first', 2, 2);
INSERT INTO buttons VALUES ('press', 'waits', 3, 0, 'Niet meer wachten', 'handoff/cancel', 4000000000.5 + 86400);
INSERT INTO ratings VALUES ('held', 4, 'bien', 1790000004.5);
INSERT INTO erasures VALUES ('gone', 1, 1790000005.5);
INSERT INTO handoffs VALUES ('waits', 1, 'report_fraud', '["nl"]', 4000000000.5, 1, 0, NULL, NULL, NULL);
INSERT INTO handoffs VALUES ('held', 0, NULL, '["fr", "en"]', 1790000003.5, 1, 0, 'an', 'An', 1790000004.5);
INSERT INTO handoff_log VALUES ('log', 'waits', 1790000003.5, 'request', NULL, NULL, 1, NULL);
INSERT INTO notes VALUES ('note', 'held', 'an', 'An', 'belt terug', 1790000006.5);
INSERT INTO tickets VALUES ('ticket', 'held', 'left', 'fr', 'rappelez-moi', '0470 12 34 56', 1790000007.5, NULL, NULL);
INSERT INTO agents VALUES ('an', 'an@example.be', 'An', NULL, 'supervisor', '["fr", "nl"]', 0, NULL);
INSERT INTO desk_sessions VALUES ('hash', 'an', 1890000000.5, 1790000008.5);
INSERT INTO desk_attempts VALUES ('hash', '[]', 1790000009.5);
INSERT INTO agent_presence VALUES ('an', 1, 4000000000.5);
INSERT INTO outbox VALUES ('00000000000000000001-x', 'waits', 'requested', '{}', 0, 1790000010.5, 1);
INSERT INTO helpdesk_threads VALUES ('waits', 'reference', NULL, '7', 2, 1790000011.5);
INSERT INTO helpdesk_receipts VALUES ('receipt', 1790000012.5);
