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
package io.github.camelseedance.api.http;

import java.util.regex.Pattern;

/** What a task id may look like. Ids come from outside and become parts of paths and file names. */
public final class TaskIds {
    /** The form that the service's own client accepts. */
    public static final String PATTERN = "[A-Za-z0-9._:-]{1,128}";

    private static final Pattern WELL_FORMED = Pattern.compile(PATTERN);
    private static final Pattern ONLY_DOTS = Pattern.compile("\\.+");

    private TaskIds() {}

    /** Whether this can be a task id; {@code .} and {@code ..} would be steps in a path. */
    public static boolean isWellFormed(String id) {
        return id != null && WELL_FORMED.matcher(id).matches() && !ONLY_DOTS.matcher(id).matches();
    }
}
