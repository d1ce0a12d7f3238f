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

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.media.LocalImage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes the local images of a request, side by side, and puts their URLs in their places. */
final class ImagePublishing {
    private ImagePublishing() {}

    /** The exact JSON that is sent, once every image has its URL. */
    static CompletionStage<String> json(MappedRequest mapped, ImagePublisher publisher) {
        Map<Integer, String> urls = new ConcurrentHashMap<>();
        CompletableFuture<?>[] all =
                mapped.localImages().entrySet().stream()
                        .map(
                                entry ->
                                        publish(publisher, entry.getValue())
                                                .thenAccept(url -> urls.put(entry.getKey(), url))
                                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all)
                .thenApply(
                        done ->
                                new String(
                                        Json.bytes(mapped.withPublished(new HashMap<>(urls))),
                                        StandardCharsets.UTF_8));
    }

    /** Publishes one image; whatever a publisher does wrong fails the future. */
    static CompletionStage<String> publish(ImagePublisher publisher, LocalImage image) {
        try {
            return publisher
                    .publish(image)
                    .thenApply(
                            url -> {
                                if (url == null || !url.matches("(?i)https?://\\S+")) {
                                    throw new SeedanceException(
                                            "The imagePublisher gave '"
                                                    + url
                                                    + "' for the image "
                                                    + image.name()
                                                    + "; it must give an absolute http(s) URL."
                                                    + " Nothing was submitted.");
                                }
                                return url;
                            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
