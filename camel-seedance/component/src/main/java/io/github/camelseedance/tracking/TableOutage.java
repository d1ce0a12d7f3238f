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

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the task table fails, however many calls do, and once that it works again. */
final class TableOutage {
    private static final Logger LOG = LoggerFactory.getLogger(TableOutage.class);

    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param what it was asked for
     */
    void failed(String what, Throwable cause) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "The task table fails, at {}. Until it works again nothing is"
                            + " submitted and nothing new is delivered; waits go on, and what has"
                            + " to be written is kept and tried again.",
                    what,
                    cause);
        } else {
            LOG.debug("The task table still fails, at {}", what, cause);
        }
    }

    void worked() {
        if (failing.compareAndSet(true, false)) {
            LOG.info("The task table works again");
        }
    }
}
