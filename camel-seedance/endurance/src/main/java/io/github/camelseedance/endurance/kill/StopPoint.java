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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.repository.RowState;

/**
 * A place in a row's life at which a worker stops, to be killed there.
 *
 * @param before whether the transition is not written yet
 * @param state that the row gets
 * @param kind of work
 */
record StopPoint(boolean before, RowState state, Kind kind) {

    static StopPoint before(RowState state, Kind kind) {
        return new StopPoint(true, state, kind);
    }

    static StopPoint after(RowState state, Kind kind) {
        return new StopPoint(false, state, kind);
    }

    static StopPoint parse(String text) {
        String[] parts = text.split(":");
        return new StopPoint(
                parts[0].equals("before"), RowState.valueOf(parts[1]), Kind.valueOf(parts[2]));
    }

    boolean matches(boolean isBefore, RowState newState, String key) {
        return before == isBefore && state == newState && kind == Kind.of(key);
    }

    @Override
    public String toString() {
        return (before ? "before:" : "after:") + state + ":" + kind;
    }
}
