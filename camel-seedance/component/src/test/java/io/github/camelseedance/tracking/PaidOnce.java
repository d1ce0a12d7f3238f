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

import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.api.http.Upload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The service without a wire: it answers at once, keeps a ledger of keys, and every task ends. */
final class PaidOnce {
    private final Map<String, VideoTask> ledger = new ConcurrentHashMap<>();
    private final List<String> posts = new ArrayList<>();
    private final Queue<CreateOutcome> instead = new ArrayDeque<>();

    /** The keys of all create calls. */
    List<String> posts() {
        return posts;
    }

    static CreateOutcome lost() {
        return new CreateOutcome.Ambiguous(new SeedanceException("The answer is lost"));
    }

    /**
     * What the next create call is answered instead of its task, which it has made all the same.
     */
    void answerInstead(CreateOutcome outcome) {
        instead.add(outcome);
    }

    /** How many generations were paid. */
    int paid() {
        return ledger.size();
    }

    static VideoTask ended(String id) {
        return new VideoTask(
                id,
                "completed",
                100,
                null,
                null,
                null,
                null,
                List.of("https://v/" + id),
                null,
                null,
                null);
    }

    private synchronized CreateOutcome create(String key) {
        posts.add(key);
        boolean replayed = ledger.containsKey(key);
        VideoTask task = ledger.computeIfAbsent(key, k -> VideoTask.pending("task-" + k));
        return instead.isEmpty() ? new CreateOutcome.Accepted(task, replayed) : instead.remove();
    }

    /**
     * @param gate hears of each call before it is made
     */
    SeedanceClient client(Consumer<String> gate) {
        return new SeedanceClient() {
            @Override
            public CompletableFuture<CreateOutcome> create(
                    Account account, byte[] json, String idempotencyKey) {
                gate.accept("POST");
                return CompletableFuture.completedFuture(PaidOnce.this.create(idempotencyKey));
            }

            @Override
            public CompletableFuture<VideoTask> read(Account account, String taskId) {
                return CompletableFuture.completedFuture(ended(taskId));
            }

            @Override
            public CompletableFuture<List<VideoTask>> readBatch(
                    Account account, List<String> taskIds) {
                return CompletableFuture.completedFuture(
                        taskIds.stream().map(PaidOnce::ended).toList());
            }

            @Override
            public CompletableFuture<Credits> credits(Account account) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletableFuture<String> upload(Account account, Upload upload) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
    }
}
