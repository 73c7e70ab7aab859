-- Times are UTC, as 2026-05-25T08:00:00Z, so that they sort as text.
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('page', 'widget', 'api')),
    language TEXT NOT NULL,
    began_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    handed_over_at TEXT,
    message TEXT,
    contact TEXT,
    settled_at TEXT,
    settled_by TEXT
) STRICT;
CREATE INDEX conversations_by_last ON conversations (last_at);

-- The texts (asked, understood, answer) are null where none may be kept.
CREATE TABLE turns (
    id INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    asked TEXT,
    understood TEXT,
    answer TEXT,
    status TEXT NOT NULL,
    language TEXT NOT NULL,
    topic TEXT,
    contract TEXT,
    clause TEXT,
    elapsed_ms INTEGER NOT NULL,
    liked INTEGER CHECK (liked IN (0, 1)),
    reason TEXT
) STRICT;
CREATE INDEX turns_by_conversation ON turns (conversation, id);
CREATE INDEX turns_by_time ON turns (at);
CREATE INDEX turns_by_clause ON turns (contract, clause);
