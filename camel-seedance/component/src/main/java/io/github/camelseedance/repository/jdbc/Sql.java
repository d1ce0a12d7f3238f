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

import java.sql.SQLException;
import java.util.Set;

/** Small things about SQL. */
final class Sql {
    private static final String UNIQUE_VIOLATION = "23505";

    /** PostgreSQL's, and H2's. */
    private static final Set<String> NO_RIGHT = Set.of("42501", "90096");

    private Sql() {}

    /** What the database said, for a message; H2 goes on with the whole statement. */
    static String reason(SQLException e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return said.replace("; SQL statement:", "") + " (SQL state " + e.getSQLState() + ")";
    }

    /** Whether a row with this key is there already. */
    static boolean isDuplicate(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState());
    }

    /** Whether the user lacks a right. */
    static boolean isWithoutRight(SQLException e) {
        return NO_RIGHT.contains(String.valueOf(e.getSQLState()));
    }

    /**
     * The index of a character that a text column does not keep as it is, or -1: PostgreSQL refuses
     * U+0000, and of an unpaired surrogate there is no UTF-8, so that two keys would become one.
     */
    static int unfit(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return i;
            }
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
