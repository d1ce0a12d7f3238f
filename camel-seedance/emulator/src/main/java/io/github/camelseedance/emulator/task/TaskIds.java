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
package io.github.camelseedance.emulator.task;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Predicate;

/** Makes task ids in the form of the service's: {@code task-unified-<unix time>-<random>}. */
final class TaskIds {

    private static final int RANDOM_LENGTH = 10;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final SecureRandom random = new SecureRandom();

    String next(Instant now, Predicate<String> taken) {
        String id = make(now);
        while (taken.test(id)) {
            id = make(now);
        }
        return id;
    }

    private String make(Instant now) {
        StringBuilder id =
                new StringBuilder("task-unified-").append(now.getEpochSecond()).append('-');
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
