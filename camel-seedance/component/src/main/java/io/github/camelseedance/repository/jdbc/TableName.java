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

import java.util.regex.Pattern;

/**
 * The name of the task table. It becomes part of SQL, so it is made of letters, digits and
 * underscores alone, and is never quoted: the database folds its case as it does everywhere.
 *
 * @param full with the name of its schema, where that was given
 */
record TableName(String full) {
    /** As the scripts have it. */
    static final String DEFAULT = "SEEDANCE_TASK";

    /** PostgreSQL cuts names at 63 characters; the indexes' names are five longer. */
    private static final int LONGEST = 58;

    private static final Pattern WELL_FORMED =
            Pattern.compile(
                    "([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,"
                            + (LONGEST - 1)
                            + "}");

    TableName {
        if (full == null || !WELL_FORMED.matcher(full).matches()) {
            throw new IllegalArgumentException(
                    "The name of the task table is '"
                            + full
                            + "'; it must be letters, digits and underscores, at most "
                            + LONGEST
                            + ", not beginning with a digit, such as "
                            + DEFAULT
                            + "; the name of its schema may stand before it, as in my_schema."
                            + DEFAULT);
        }
    }

    /** Without the name of its schema. */
    String plain() {
        return full.substring(full.indexOf('.') + 1);
    }

    @Override
    public String toString() {
        return full;
    }
}
