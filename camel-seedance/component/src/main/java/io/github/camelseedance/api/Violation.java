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
package io.github.camelseedance.api;

import java.io.Serializable;

/**
 * One thing that is wrong with a request.
 *
 * @param field the API's name of the field, such as {@code duration}
 * @param value the value, shortened, as text
 * @param problem what is allowed and what to do
 * @param kind whether the rule always holds or is one of the page's limits
 */
public record Violation(String field, String value, String problem, Kind kind)
        implements Serializable {

    private static final int SHOWN = 80;

    /** Whether a rule always holds. */
    public enum Kind {
        /** Without it there is no request at all. */
        SHAPE,
        /** A number or list of the service's page, which the service may have changed since. */
        LIMIT
    }

    /** Shortens the value, which may be a whole prompt. */
    public Violation {
        value = shorten(value);
    }

    /** A breach of a rule that always holds. */
    public static Violation shape(String field, Object value, String problem) {
        return new Violation(field, String.valueOf(value), problem, Kind.SHAPE);
    }

    /** A breach of one of the page's limits. */
    public static Violation limit(String field, Object value, String problem) {
        return new Violation(field, String.valueOf(value), problem, Kind.LIMIT);
    }

    @Override
    public String toString() {
        return field + " = '" + value + "': " + problem;
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
