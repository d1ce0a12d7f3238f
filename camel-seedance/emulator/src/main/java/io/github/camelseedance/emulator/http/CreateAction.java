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
package io.github.camelseedance.emulator.http;

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.image.Frame;
import io.github.camelseedance.emulator.image.FrameLoader;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.render.RenderJob;
import io.github.camelseedance.emulator.task.IdempotencyKeys;
import io.github.camelseedance.emulator.task.OutputSize;
import io.github.camelseedance.emulator.task.RequestReader;
import io.github.camelseedance.emulator.task.TaskOrder;
import io.github.camelseedance.emulator.task.TaskStore;
import io.github.camelseedance.emulator.task.TaskStore.Accepted;
import io.github.camelseedance.emulator.task.VideoRequest;
import io.github.camelseedance.emulator.video.VideoLibrary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/videos/generations}. */
final class CreateAction implements Action {

    private final RequestReader reader = new RequestReader();
    private final IdempotencyKeys keys;
    private final FrameLoader loader;
    private final TaskStore tasks;
    private final VideoLibrary videos;
    private final Callbacks callbacks;

    CreateAction(
            IdempotencyKeys keys,
            FrameLoader loader,
            TaskStore tasks,
            VideoLibrary videos,
            Callbacks callbacks) {
        this.keys = keys;
        this.loader = loader;
        this.tasks = tasks;
        this.videos = videos;
        this.callbacks = callbacks;
    }

    @Override
    public CompletionStage<Reply> answer(RecordedRequest request) {
        MediaTypes.requireJson(request);
        String key = request.header("Idempotency-Key");
        if (key == null) {
            return create(request, null);
        }
        Account account = request.credential().account();
        Optional<byte[]> first = keys.claim(account, key, request.body());
        if (first.isPresent()) {
            return CompletableFuture.completedFuture(
                    Reply.json(200, first.get()).with("Idempotency-Replayed", "true"));
        }
        try {
            return create(request, key)
                    .whenComplete(
                            (reply, failure) -> {
                                if (failure != null) {
                                    keys.refused(account, key);
                                }
                            });
        } catch (RuntimeException e) {
            keys.refused(account, key);
            throw e;
        }
    }

    private CompletionStage<Reply> create(RecordedRequest request, String key) {
        VideoRequest video = reader.read(request.body());
        TaskOrder order = new TaskOrder(video, key, request.credential(), request.headers());
        return loader.load(video.imageUrls()).thenCompose(frames -> accept(order, frames));
    }

    private CompletionStage<Reply> accept(TaskOrder order, List<Frame> frames) {
        VideoRequest request = order.request();
        Frame first = frames.get(0);
        OutputSize size =
                OutputSize.of(
                        request.quality(), request.aspectRatio(), first.width(), first.height());
        VideoLibrary.Order video =
                videos.order(
                        new RenderJob(
                                frames.stream().map(Frame::bytes).toList(),
                                request.prompt(),
                                request.duration(),
                                size.width(),
                                size.height()));
        Accepted accepted = tasks.create(order, video::begin);
        if (order.idempotencyKey() != null) {
            keys.accepted(order.credential().account(), order.idempotencyKey(), accepted.answer());
        }
        return callbacks
                .created(accepted.taskId())
                .thenApply(done -> Reply.json(200, accepted.answer()));
    }
}
