//! SQL of imports.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::model::{Choices, Fault, Import, ImportId, ImportKind, ImportState, RunReport};
use super::problem::Problem;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::import::WaitingPerson;
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    kind: ImportKind,
    file_name: &str,
    now: Timestamp,
) -> Result<ImportId> {
    const SQL: &str = "
        INSERT INTO imports (kind, state, file_name, choices, report, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id";
    let (choices, report) = (Json(Choices::usual(kind)), Json(RunReport::default()));
    on!(tx, conn => sqlx::query_scalar(SQL).bind(kind).bind(ImportState::Uploading).bind(file_name).bind(&choices)
        .bind(&report).bind(now).fetch_one(conn))
}

/// Adds a part of the file. Returns false when the import is not uploading any more.
pub(super) async fn add_part(
    tx: &mut Tx,
    id: ImportId,
    number: i64,
    content: &[u8],
    now: Timestamp,
) -> Result<bool> {
    const TOUCH: &str = "
        UPDATE imports SET size = size + $2, changed_at = $3 WHERE id = $1 AND state = 'uploading'";
    const ADD: &str = "INSERT INTO import_parts (import_id, number, content) VALUES ($1, $2, $3)";
    let octets = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let found =
        changed!(tx, conn => sqlx::query(TOUCH).bind(id).bind(octets).bind(now).execute(conn))?;
    if found > 0 {
        changed!(tx, conn => sqlx::query(ADD).bind(id).bind(number).bind(content).execute(conn))?;
    }
    Ok(found > 0)
}

pub(super) async fn part(tx: &mut Tx, id: ImportId, number: i64) -> Result<Option<Vec<u8>>> {
    const SQL: &str = "SELECT content FROM import_parts WHERE import_id = $1 AND number = $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(number).fetch_optional(conn))
}

pub(super) async fn delete_file(tx: &mut Tx, id: ImportId) -> Result<()> {
    const SQL: &str = "DELETE FROM import_parts WHERE import_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn finish_upload(
    tx: &mut Tx,
    id: ImportId,
    digest: &str,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE imports SET state = 'ready', digest = $2, changed_at = $3 WHERE id = $1 AND state = 'uploading'";
    let found =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(digest).bind(now).execute(conn))?;
    Ok(found > 0)
}

pub(super) async fn find(tx: &mut Tx, id: ImportId) -> Result<Option<Import>> {
    const SQL: &str = "SELECT * FROM imports WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Locks the import until this transaction ends, and returns it.
pub(super) async fn lock(tx: &mut Tx, id: ImportId) -> Result<Option<Import>> {
    const SQL: &str = "UPDATE imports SET reached = reached WHERE id = $1 RETURNING *";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Import>> {
    const SQL: &str = "SELECT * FROM imports ORDER BY id DESC LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn))
}

/// An earlier import of the same file that ran.
pub(super) async fn twin(tx: &mut Tx, import: &Import) -> Result<Option<Import>> {
    const SQL: &str = "
        SELECT * FROM imports WHERE digest = $1 AND kind = $2 AND id <> $3 AND digest <> ''
        AND state IN ('running', 'stopped', 'done') ORDER BY id DESC LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(&import.digest).bind(import.kind).bind(import.id).fetch_optional(conn))
}

/// Stores choices and begins a run from the first row.
pub(super) async fn begin(
    tx: &mut Tx,
    id: ImportId,
    state: ImportState,
    choices: &Choices,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE imports SET state = $2, choices = $3, run = run + 1, reached = 0, is_read = FALSE, report = $4, is_dry = $5,
            problem = NULL, changed_at = $6
        WHERE id = $1";
    const NOBODY_WAITS: &str = "DELETE FROM import_people WHERE import_id = $1";
    let (choices, report) = (Json(choices), Json(RunReport::default()));
    let is_dry = state == ImportState::Checking;
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(choices).bind(report).bind(is_dry).bind(now)
        .execute(conn))?;
    changed!(tx, conn => sqlx::query(NOBODY_WAITS).bind(id).execute(conn))?;
    clear_faults(tx, id).await
}

/// Ends a run at the end of the file.
pub(super) async fn finish(
    tx: &mut Tx,
    id: ImportId,
    state: ImportState,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "UPDATE imports SET state = $2, total = reached, problem = NULL, changed_at = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn set_state(
    tx: &mut Tx,
    id: ImportId,
    state: ImportState,
    problem: Option<&Problem>,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "UPDATE imports SET state = $2, problem = $3, changed_at = $4 WHERE id = $1";
    let problem = problem.map(Json);
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(problem).bind(now).execute(conn))?;
    Ok(())
}

/// Stores how far a run is. Returns false when it was stopped, another began, or another job has taken the import further.
pub(super) async fn advance(
    tx: &mut Tx,
    import: &Import,
    reached: i64,
    report: &RunReport,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE imports SET reached = $3, report = $4, changed_at = $5
        WHERE id = $1 AND reached = $2 AND state = $6 AND run = $7";
    let report = Json(report);
    let found = changed!(tx, conn => sqlx::query(SQL).bind(import.id).bind(import.reached).bind(reached).bind(report)
        .bind(now).bind(import.state).bind(import.run).execute(conn))?;
    Ok(found > 0)
}

/// Stores that every row is read. Returns false when the run was stopped or another began.
pub(super) async fn mark_read(tx: &mut Tx, import: &Import, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE imports SET is_read = TRUE, changed_at = $2
        WHERE id = $1 AND reached = $3 AND state = $4 AND run = $5";
    let found = changed!(tx, conn => sqlx::query(SQL).bind(import.id).bind(now).bind(import.reached)
        .bind(import.state).bind(import.run).execute(conn))?;
    Ok(found > 0)
}

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 100;

/// Keeps people who are to be asked later, numbered from `first`.
pub(super) async fn add_waiting(
    tx: &mut Tx,
    id: ImportId,
    first: i64,
    people: &[WaitingPerson],
) -> Result<()> {
    let mut number = first;
    for some in people.chunks(ROWS_AT_ONCE) {
        let rows: Vec<String> = (0..some.len())
            .map(|row| row * 3 + 2)
            .map(|at| format!("($1, ${at}, ${}, ${})", at + 1, at + 2))
            .collect();
        let sql = format!(
            "INSERT INTO import_people (import_id, number, email_key, person) VALUES {}",
            rows.join(", ")
        );
        changed!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(some.len() == ROWS_AT_ONCE).bind(id);
            for (person, number) in some.iter().zip(number..) {
                query = query.bind(number).bind(person.key()).bind(Json(person));
            }
            query.execute(conn)
        })?;
        number += i64::try_from(some.len()).unwrap_or(i64::MAX);
    }
    Ok(())
}

/// Takes the next people who are to be asked, at most so many, in the order of the file.
pub(super) async fn take_waiting(
    tx: &mut Tx,
    id: ImportId,
    most: usize,
) -> Result<Vec<WaitingPerson>> {
    const SQL: &str = "
        DELETE FROM import_people WHERE import_id = $1 AND number IN (
            SELECT number FROM import_people WHERE import_id = $1 ORDER BY number LIMIT $2)
        RETURNING number, person";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut people: Vec<(i64, Json<WaitingPerson>)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(most).fetch_all(conn))?;
    people.sort_unstable_by_key(|(number, _)| *number);
    Ok(people.into_iter().map(|(_, person)| person.0).collect())
}

/// Deletes whoever waits under this key of an address.
pub(super) async fn forget_waiting(tx: &mut Tx, key: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM import_people WHERE email_key = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(key).execute(conn))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: ImportId) -> Result<()> {
    const SQL: &str = "DELETE FROM imports WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn count_faults(tx: &mut Tx, id: ImportId) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM import_faults WHERE import_id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))
}

pub(super) async fn add_fault(tx: &mut Tx, id: ImportId, number: i64, fault: &Fault) -> Result<()> {
    const SQL: &str = "
        INSERT INTO import_faults (import_id, number, place, why) VALUES ($1, $2, $3, $4)
        ON CONFLICT (import_id, number) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(number).bind(&fault.place).bind(&fault.why).execute(conn))?;
    Ok(())
}

pub(super) async fn faults(tx: &mut Tx, id: ImportId, limit: i64) -> Result<Vec<Fault>> {
    const SQL: &str =
        "SELECT place, why FROM import_faults WHERE import_id = $1 ORDER BY number LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

/// Deletes faults that quote this lower-case text.
pub(super) async fn forget_faults(tx: &mut Tx, quoted: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM import_faults WHERE replace(lower(why), $1, '') <> lower(why)";
    changed!(tx, conn => sqlx::query(SQL).bind(quoted).execute(conn))?;
    Ok(())
}

pub(super) async fn clear_faults(tx: &mut Tx, id: ImportId) -> Result<()> {
    const SQL: &str = "DELETE FROM import_faults WHERE import_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

/// Imports at work that no job has taken further since then.
pub(super) async fn at_rest(tx: &mut Tx, since: Timestamp) -> Result<Vec<ImportId>> {
    const SQL: &str = "
        SELECT id FROM imports WHERE state IN ('checking', 'running') AND changed_at <= $1 ORDER BY id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(since).fetch_all(conn))
}

/// Deletes imports that nobody touched since `unfinished` without an end, or since `ended` with one.
pub(super) async fn forget(tx: &mut Tx, unfinished: Timestamp, ended: Timestamp) -> Result<u64> {
    const SQL: &str = "
        DELETE FROM imports WHERE changed_at < $1 AND (state <> 'done' OR changed_at < $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(unfinished).bind(ended).execute(conn))
}
