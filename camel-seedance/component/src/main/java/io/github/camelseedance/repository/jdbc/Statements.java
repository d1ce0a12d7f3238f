/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.repository.jdbc;

import io.github.camelseedance.repository.RowQuery;
import io.github.camelseedance.repository.RowState;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL for one table, as H2 and PostgreSQL both understand it. */
final class Statements {
    /** What an update gives back: by the database's clock, when it was written. */
    static final String[] STAMP = {"changed_at"};

    private static final List<String> CHANGING =
            List.of(
                    "state",
                    "request",
                    "task_id",
                    "first_sent",
                    "ambiguous",
                    "refusal",
                    "task",
                    "ended_at",
                    "owner",
                    "lease_until",
                    "attempts",
                    "next_attempt_at");
    private static final String ALL =
            "idempotency_key, account, task_group, fingerprint, created_at, "
                    + String.join(", ", CHANGING)
                    + ", changed_at, version";

    /** The columns of the index by which work is found. */
    private static final String WORK = "state, account, task_group, idempotency_key";

    private static final String LEASE_OVER = "(owner IS NULL OR lease_until <= CURRENT_TIMESTAMP)";
    private static final String TOMBSTONES =
            Arrays.stream(RowState.values())
                    .filter(RowState::isTombstone)
                    .map(state -> "'" + state + "'")
                    .collect(Collectors.joining(", "));

    /** What a purge deletes, written before a time. */
    static final String OLD_TOMBSTONES = "state IN (" + TOMBSTONES + ") AND changed_at < ?";

    /** What else a purge deletes: nobody holds it, and nothing was ever accepted. */
    static final String OLD_INTENTS =
            "state = '"
                    + RowState.PREPARED
                    + "' AND NOT ambiguous AND "
                    + LEASE_OVER
                    + " AND changed_at < ?";

    private final TableName table;

    Statements(TableName table) {
        this.table = table;
    }

    /** Need every right that the others need, and touch nothing. */
    List<String> rights() {
        return List.of(
                "UPDATE " + table + " SET version = version WHERE 1 = 0",
                "INSERT INTO " + table + " (" + ALL + ") " + select("1 = 0"),
                "DELETE FROM " + table + " WHERE 1 = 0");
    }

    String now() {
        return "SELECT CURRENT_TIMESTAMP";
    }

    String insert() {
        return "INSERT INTO "
                + table
                + " ("
                + ALL
                + ") VALUES ("
                + marks(5 + CHANGING.size())
                + ", CURRENT_TIMESTAMP, 1)";
    }

    String find() {
        return select("idempotency_key = ?");
    }

    String findByTaskId() {
        return select("task_id = ? AND account = ?");
    }

    private String select(String condition) {
        return "SELECT " + ALL + " FROM " + table + " WHERE " + condition;
    }

    String update() {
        return "UPDATE "
                + table
                + " SET "
                + String.join(" = ?, ", CHANGING)
                + " = ?, changed_at = CURRENT_TIMESTAMP, version = version + 1"
                + " WHERE idempotency_key = ? AND version = ?";
    }

    /**
     * One part for each state, so that the index of {@link #WORK} gives each of them in order and a
     * page costs a page, however many rows wait behind it.
     *
     * @param parameters gets the values of the question marks
     */
    String list(RowQuery query, String after, int limit, List<Object> parameters) {
        String parts =
                query.states().stream()
                        .map(state -> "(" + part(query, state, after, limit, parameters) + ")")
                        .collect(Collectors.joining(" UNION ALL "));
        parameters.add(limit);
        return "SELECT * FROM ("
                + parts
                + ") AS rows_of_states ORDER BY idempotency_key FETCH FIRST ? ROWS ONLY";
    }

    private String part(
            RowQuery query, RowState state, String after, int limit, List<Object> parameters) {
        StringBuilder condition = new StringBuilder();
        boolean indexed = query.account() != null && query.group() != null;
        condition.append("state = ?");
        parameters.add(state.name());
        and(condition, "account = ?", query.account(), parameters);
        and(condition, "task_group = ?", query.group(), parameters);
        and(condition, "owner = ?", query.owner(), parameters);
        if (query.free()) {
            condition
                    .append(" AND ")
                    .append(LEASE_OVER)
                    .append(
                            " AND (next_attempt_at IS NULL OR next_attempt_at <= CURRENT_TIMESTAMP)");
        }
        and(condition, "idempotency_key > ?", after, parameters);
        parameters.add(limit);
        return select(condition.toString())
                + " ORDER BY "
                + (indexed ? WORK : "idempotency_key")
                + " FETCH FIRST ? ROWS ONLY";
    }

    private static void and(
            StringBuilder condition, String comparison, String value, List<Object> parameters) {
        if (value != null) {
            condition.append(" AND ").append(comparison);
            parameters.add(value);
        }
    }

    String count() {
        return "SELECT state, COUNT(*) FROM " + table + " GROUP BY state";
    }

    String renew(int keys) {
        return "UPDATE "
                + table
                + " SET lease_until = ?, changed_at = CURRENT_TIMESTAMP, version = version + 1"
                + " WHERE owner = ? AND (task_id IS NOT NULL OR state = '"
                + RowState.UNKNOWN
                + "') AND idempotency_key IN ("
                + marks(keys)
                + ")";
    }

    /** The keys of some rows. */
    String keys(String condition) {
        return "SELECT idempotency_key FROM "
                + table
                + " WHERE "
                + condition
                + " FETCH FIRST ? ROWS ONLY";
    }

    /** Deletes rows by their keys, as far as the condition still holds. */
    String delete(String condition, int keys) {
        return "DELETE FROM "
                + table
                + " WHERE "
                + condition
                + " AND idempotency_key IN ("
                + marks(keys)
                + ")";
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
