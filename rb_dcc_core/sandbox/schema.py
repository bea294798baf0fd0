"""The tables. Times ending in _ms are epoch milliseconds, in _sim simulated seconds; money is in 1/10000 of a unit."""

from __future__ import annotations

SCHEMA = """
CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS nonces (
    access_id TEXT NOT NULL, nonce TEXT NOT NULL, timestamp INTEGER NOT NULL,
    PRIMARY KEY (access_id, nonce, timestamp)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_by_time ON nonces (timestamp);

CREATE TABLE IF NOT EXISTS labels (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, status INTEGER);

CREATE TABLE IF NOT EXISTS environments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, edit_name TEXT NOT NULL UNIQUE, cg_id INTEGER NOT NULL,
    cg_name TEXT NOT NULL, cg_version TEXT NOT NULL, os_name INTEGER NOT NULL, render_layer_type INTEGER NOT NULL,
    project_path TEXT NOT NULL DEFAULT '', plugin_ids TEXT NOT NULL, is_default INTEGER NOT NULL DEFAULT 0);

CREATE TABLE IF NOT EXISTS tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER NOT NULL DEFAULT 0,
    photon_id INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    is_delete INTEGER NOT NULL DEFAULT 1,
    is_open INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    platform INTEGER NOT NULL,
    user_level INTEGER NOT NULL DEFAULT 50,
    queue INTEGER NOT NULL DEFAULT 0,
    labels TEXT NOT NULL DEFAULT '[]',
    artist TEXT, producer TEXT, clone_id INTEGER,
    project_name TEXT NOT NULL DEFAULT '',
    scene_name TEXT NOT NULL DEFAULT '',
    cg_id INTEGER NOT NULL DEFAULT 0,
    job TEXT NOT NULL DEFAULT '',
    layer_name TEXT,
    cameras TEXT NOT NULL DEFAULT '[]',
    all_cameras TEXT NOT NULL DEFAULT '[]',
    frames_range TEXT NOT NULL DEFAULT '0',
    width INTEGER NOT NULL DEFAULT 0, height INTEGER NOT NULL DEFAULT 0, tiles INTEGER NOT NULL DEFAULT 1,
    renderer TEXT NOT NULL DEFAULT '',
    key_values TEXT NOT NULL DEFAULT '{}',
    output_name TEXT,
    name_pattern TEXT NOT NULL DEFAULT '',
    price INTEGER NOT NULL DEFAULT 0,
    ram INTEGER,
    node_limit INTEGER NOT NULL DEFAULT 5,
    frame_stop_s INTEGER NOT NULL DEFAULT 0,
    task_stop_s INTEGER NOT NULL DEFAULT 0,
    over_time_s INTEGER NOT NULL DEFAULT 0,
    stop_after_test INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0, executing INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0, stopped INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    fee INTEGER NOT NULL DEFAULT 0, coupon_fee INTEGER NOT NULL DEFAULT 0, arrears INTEGER NOT NULL DEFAULT 0,
    start_ms INTEGER, completed_ms INTEGER,
    timer_sim REAL, run_start_sim REAL, deadline_sim REAL);
CREATE INDEX IF NOT EXISTS tasks_by_parent ON tasks (parent_id, is_delete, id);
CREATE INDEX IF NOT EXISTS tasks_with_timer ON tasks (timer_sim, id) WHERE timer_sim IS NOT NULL;
CREATE INDEX IF NOT EXISTS tasks_with_deadline ON tasks (deadline_sim, id) WHERE deadline_sim IS NOT NULL;
CREATE INDEX IF NOT EXISTS tasks_in_queue ON tasks (user_level DESC, queue, id) WHERE status IN (0, 5);

CREATE TABLE IF NOT EXISTS frames (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    frame_index TEXT NOT NULL,
    block INTEGER NOT NULL,
    frame_type INTEGER NOT NULL,
    status INTEGER NOT NULL,
    camera TEXT NOT NULL DEFAULT '',
    numbers TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    outcome INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    fee INTEGER NOT NULL DEFAULT 0, coupon_fee INTEGER NOT NULL DEFAULT 0, arrears INTEGER NOT NULL DEFAULT 0,
    start_ms INTEGER, end_ms INTEGER,
    start_sim REAL, due_sim REAL);
CREATE INDEX IF NOT EXISTS frames_in_order ON frames (task_id, ordinal);
CREATE INDEX IF NOT EXISTS frames_by_status ON frames (task_id, status, ordinal);
CREATE INDEX IF NOT EXISTS frames_in_cluster ON frames (task_id, cluster, frame_type);
CREATE INDEX IF NOT EXISTS frames_running ON frames (due_sim, id) WHERE status = 2;

CREATE TABLE IF NOT EXISTS files (
    area TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, md5 TEXT NOT NULL,
    modified_ms INTEGER NOT NULL, disk_name TEXT NOT NULL,
    frame_id INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (area, path)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS parts (
    area TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, disk_name TEXT NOT NULL,
    PRIMARY KEY (area, path)) WITHOUT ROWID;
"""
