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

import io.github.camelseedance.api.VideoTask;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ends that status reads find: each is told once and put on record, and held against the
 * callback that should have told it before.
 */
final class FoundEnds {
    /** Puts the end of a task on record and tells those who wait for it. */
    interface Recorder {
        /**
         * @param waiters to be completed with the task
         * @return whether it is this end that has been put on record
         */
        CompletableFuture<Boolean> ended(
                Watch watch, VideoTask task, List<CompletableFuture<VideoTask>> waiters);
    }

    private final Watches watches;
    private final TrackingListener listener;
    private final Recorder recorder;
    private final ExpectedCallbacks callbacks;

    /** Tasks whose ends are not on record yet, so that the table has them open. */
    private final Set<Watch.Id> unrecorded = ConcurrentHashMap.newKeySet();

    FoundEnds(
            Watches watches,
            TrackingListener listener,
            Recorder recorder,
            ExpectedCallbacks callbacks) {
        this.watches = watches;
        this.listener = listener;
        this.recorder = recorder;
        this.callbacks = callbacks;
    }

    /** Whether the end of a task is known here, and not on record yet. */
    boolean isBeingRecorded(String account, String taskId) {
        return unrecorded.contains(new Watch.Id(account, taskId));
    }

    /** The service has answered a read with the end of a task. */
    void read(Watch watch, VideoTask task) {
        boolean told = watch.isToldOf();
        if (told) {
            callbacks.confirmed(watch.account.label());
        }
        end(watch, task, !told && isMissed(watch));
    }

    /** It is concluded from what the service has answered that a task is over. */
    void concluded(Watch watch, VideoTask task) {
        end(watch, task, false);
    }

    /** Whether a callback should have told the end that a read has found. */
    private boolean isMissed(Watch watch) {
        return watch.isGuard() || callbacks.areMissing(watch.account.label());
    }

    private void end(Watch watch, VideoTask task, boolean missed) {
        List<CompletableFuture<VideoTask>> waiters = watch.end();
        if (waiters == null) {
            return;
        }
        String account = watch.account.label();
        unrecorded.add(watch.id());
        watches.remove(watch);
        listener.ended(account, task);
        CompletableFuture<Boolean> recorded = recorder.ended(watch, task, waiters);
        recorded.whenComplete((first, failure) -> unrecorded.remove(watch.id()));
        if (missed) {
            recorded.thenAccept(first -> callbacks.endFound(account, watch.key, first));
        }
    }
}
