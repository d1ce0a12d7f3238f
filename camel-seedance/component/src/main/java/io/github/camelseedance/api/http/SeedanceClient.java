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

import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.VideoTask;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The service's HTTP API, asynchronously: no call blocks, no call is repeated, no redirect is
 * followed. Futures complete on an I/O thread, the timer's, or the caller's, so nothing may block
 * there; they fail with {@link io.github.camelseedance.api.SeedanceException} only.
 */
public interface SeedanceClient extends Closeable {

    /**
     * Sends one create call, once.
     *
     * @param json the exact bytes to send
     * @param idempotencyKey 16 to 96 characters of {@code [A-Za-z0-9._-]}
     * @return what is known afterwards; this future never fails
     */
    CompletableFuture<CreateOutcome> create(Account account, byte[] json, String idempotencyKey);

    /**
     * Reads one task.
     *
     * @return the task; fails with {@link io.github.camelseedance.api.SeedanceRefusedException} for
     *     every answer that is an error, 404 among them
     */
    CompletableFuture<VideoTask> read(Account account, String taskId);

    /**
     * Reads up to {@value #BATCH_LIMIT} tasks at once. Ids that the service does not know are
     * missing from the answer.
     *
     * @return the tasks; fails with {@link io.github.camelseedance.api.SeedanceRefusedException}
     *     (404, 405) where the service has no such call
     */
    CompletableFuture<List<VideoTask>> readBatch(Account account, List<String> taskIds);

    /** Reads what the account has left; costs nothing. */
    CompletableFuture<Credits> credits(Account account);

    /**
     * Uploads one image.
     *
     * @return its public URL, which lives for 72 hours
     */
    CompletableFuture<String> upload(Account account, Upload upload);

    /**
     * Takes no more calls, and ends those in flight after a second of grace; a create that was sent
     * ends {@link CreateOutcome.Ambiguous}. An HTTP client that was handed in stays open.
     */
    @Override
    void close();

    /** The most ids that one batch read takes. */
    int BATCH_LIMIT = 50;
}
