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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once of each group to which tasks are submitted and whose ends nobody can take. */
final class UnconsumedGroups {
    private static final Logger LOG = LoggerFactory.getLogger(UnconsumedGroups.class);

    private final RepositoryAccess access;
    private final Deliveries deliveries;
    private final Set<Group> warned = ConcurrentHashMap.newKeySet();

    UnconsumedGroups(RepositoryAccess access, Deliveries deliveries) {
        this.access = access;
        this.deliveries = deliveries;
    }

    void check(Submission submission) {
        if (submission.group() == null || access.isShared()) {
            return;
        }
        Group group = new Group(submission.account().label(), submission.group());
        if (!deliveries.isConsumed(group) && warned.add(group)) {
            LOG.warn(
                    "A task is submitted to group '{}' of account '{}', which no"
                            + " seedance:completion consumer of this context takes, and the"
                            + " in-memory task table is not seen by others. Start a consumer with"
                            + " group={}, or set track=false, or use seedance:await.",
                    group.name(),
                    group.account(),
                    group.name());
        }
    }
}
