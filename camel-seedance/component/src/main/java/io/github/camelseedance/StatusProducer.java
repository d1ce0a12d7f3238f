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
package io.github.camelseedance;

import io.github.camelseedance.api.VideoTask;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** {@code seedance:status}: the task as it is now. */
final class StatusProducer extends SeedanceProducer<VideoTask> {
    StatusProducer(SeedanceEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletableFuture<VideoTask> start(Exchange exchange) {
        return runtime().client().read(getEndpoint().account(), TaskReference.taskId(exchange));
    }

    @Override
    void finish(Exchange exchange, VideoTask task) {
        TaskMessage.replace(exchange, task);
    }
}
