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
package io.github.camelseedance.tracking;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keys of rows that can be claimed, each once, first come first served. */
final class ReadyKeys {
    private final Set<String> keys = new LinkedHashSet<>();

    synchronized void add(String key) {
        keys.add(key);
    }

    /** Takes the first one, or null. */
    synchronized String poll() {
        Iterator<String> first = keys.iterator();
        if (!first.hasNext()) {
            return null;
        }
        String key = first.next();
        first.remove();
        return key;
    }

    synchronized boolean isEmpty() {
        return keys.isEmpty();
    }
}
