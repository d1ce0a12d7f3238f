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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.VideoTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service calls back when a task has ended. */
class CallbackTest {
    @Test
    void callbackCompletesAWaitLongBeforeAPollWould() throws Exception {
        try (ScaleTestSupport node = ScaleTestSupport.withTasksOf(Duration.ofHours(1));
                CallbackServer server = CallbackServer.receiving(node)) {
            node.route(rb -> rb.from("direct:in").to("seedance:generate")).start();
            CompletableFuture<Exchange> sent = node.sendRequest("direct:in", "called-back-0001");
            // Not before: a callback that is faster than the answer makes a read of its own.
            Awaitility.await().until(() -> node.tasks().watched() == 1);
            node.emulator.tasks().complete(node.emulator.tasks().list().get(0).id());
            VideoTask task = ScaleTestSupport.get(sent).getMessage().getBody(VideoTask.class);
            assertThat(task.completed()).isTrue();
            assertThat(node.reads()).hasSize(1);
        }
    }
}
