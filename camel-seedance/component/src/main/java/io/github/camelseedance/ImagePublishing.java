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

import io.github.camelseedance.api.Failures;
import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.WebUrl;
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

    /**
     * Publishes one image. Whatever a user's publisher does wrong fails the future, and is told as
     * its fault; what the service itself answers stays as it is.
     */
    static CompletionStage<String> publish(ImagePublisher publisher, LocalImage image) {
        CompletionStage<String> published;
        try {
            published = publisher.publish(image);
        } catch (Exception | LinkageError e) {
            return CompletableFuture.failedFuture(failed(image, e));
        }
        if (published == null) {
            return CompletableFuture.failedFuture(unusable(image, null));
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        published.whenComplete(
                (url, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failed(image, failure));
                    } else if (url == null || !url.matches("(?i)https?://\\S+")) {
                        answer.completeExceptionally(unusable(image, url));
                    } else {
                        answer.complete(url);
                    }
                });
        return answer;
    }

    private static SeedanceException failed(LocalImage image, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        return cause instanceof SeedanceException known
                ? known
                : new SeedanceException(
                        "The imagePublisher failed for the image "
                                + image.name()
                                + ": "
                                + cause
                                + ". Nothing was submitted.",
                        null,
                        cause);
    }

    private static SeedanceException unusable(LocalImage image, String url) {
        return new SeedanceException(
                "The imagePublisher gave "
                        + (url == null ? "null" : "'" + WebUrl.shown(url) + "'")
                        + " for the image "
                        + image.name()
                        + "; it must give an absolute http(s) URL. Nothing was submitted.");
    }
}
