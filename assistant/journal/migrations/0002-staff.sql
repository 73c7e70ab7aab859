CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('client', 'staff')),
    password TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

-- A session is known by the hash of its token: who reads the file cannot use it.
CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
) STRICT;

-- A pair without a clause says that the contract does not treat the question.
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY,
    contract TEXT NOT NULL,
    question TEXT NOT NULL,
    language TEXT NOT NULL,
    clause TEXT,
    wording TEXT,
    turn INTEGER REFERENCES turns (id) ON DELETE SET NULL,
    approved_by TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT
) STRICT;

CREATE TABLE deeds (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
