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
package io.github.camelseedance.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.api.Credits;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.CreateOutcome;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.api.http.Upload;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServiceImagePublisherTest {
    private static final Account ACCOUNT =
            new Account(
                    "default",
                    "sk-test",
                    URI.create("https://api.example"),
                    URI.create("https://files.example"));

    @Test
    void uploadsTheImageAsItWasFound() throws Exception {
        byte[] png = Images.png(300, 400);
        LocalImage image = new ImageInspector().inspect(png, "a b.jpg", "image_urls[0]").image();
        RecordingClient client = new RecordingClient();
        assertThat(new ServiceImagePublisher(client, ACCOUNT).publish(image))
                .isCompletedWithValue("https://files.example/1.png");
        assertThat(client.account).isSameAs(ACCOUNT);
        assertThat(client.upload.name()).isEqualTo("a_b.png");
        assertThat(client.upload.contentType()).isEqualTo("image/png");
        assertThat(client.upload.length()).isEqualTo(png.length);
        try (InputStream in = client.upload.content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(png);
        }
    }

    private static final class RecordingClient implements SeedanceClient {
        private Account account;
        private Upload upload;

        @Override
        public CompletableFuture<String> upload(Account to, Upload image) {
            account = to;
            upload = image;
            return CompletableFuture.completedFuture("https://files.example/1.png");
        }

        @Override
        public CompletableFuture<CreateOutcome> create(
                Account to, byte[] json, String idempotencyKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<VideoTask> read(Account of, String taskId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<VideoTask>> readBatch(Account of, List<String> taskIds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Credits> credits(Account of) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
