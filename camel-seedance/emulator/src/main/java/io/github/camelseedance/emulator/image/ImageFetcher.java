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
package io.github.camelseedance.emulator.image;

import io.github.camelseedance.emulator.api.Hosts;
import io.github.camelseedance.emulator.outbound.BoundedBody;
import io.github.camelseedance.emulator.outbound.Outbound;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches images as the service would: a plain GET, few redirects, bounded in size and time. */
public final class ImageFetcher {

    /** Bytes that an image for a video may have. */
    public static final long MAX_BYTES = 30L * 1024 * 1024;

    private static final int MAX_REDIRECTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ImageFetching mode;
    private final Outbound outbound;
    private final Executor executor;

    public ImageFetcher(ImageFetching mode, Outbound outbound, Executor executor) {
        this.mode = mode;
        this.outbound = outbound;
        this.executor = executor;
    }

    /**
     * The bytes behind a URL.
     *
     * @return fails with an {@link ImageException}
     */
    public CompletableFuture<byte[]> fetch(URI url) {
        if (mode == ImageFetching.LOOPBACK && !Hosts.isLoopback(url.getHost())) {
            return CompletableFuture.supplyAsync(StandIn::png, executor);
        }
        CompletableFuture<byte[]> fetched = get(url, MAX_REDIRECTS);
        return fetched.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(reason(failure)));
    }

    private CompletableFuture<byte[]> get(URI url, int redirectsLeft) {
        HttpRequest request = Outbound.request(url).timeout(TIMEOUT).build();
        return outbound.send(request, info -> new BoundedBody(MAX_BYTES, ImageFetcher::tooLarge))
                .thenCompose(response -> followed(response, redirectsLeft));
    }

    private CompletableFuture<byte[]> followed(HttpResponse<byte[]> response, int redirectsLeft) {
        int status = response.statusCode();
        if (status == 200) {
            return CompletableFuture.completedFuture(response.body());
        }
        Optional<String> location = response.headers().firstValue("Location");
        if (status / 100 != 3 || location.isEmpty()) {
            throw new ImageException("its host answered with status " + status);
        }
        if (redirectsLeft == 0) {
            throw new ImageException("it was redirected more than " + MAX_REDIRECTS + " times");
        }
        return get(response.uri().resolve(location.get()), redirectsLeft - 1);
    }

    private static void tooLarge(CompletableFuture<byte[]> image) {
        image.completeExceptionally(
                new ImageException("it is larger than " + MAX_BYTES / 1024 / 1024 + " MB"));
    }

    private static ImageException reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause.getCause() instanceof ImageException wrapped) {
            return wrapped;
        }
        if (cause instanceof ImageException known) {
            return known;
        }
        return new ImageException(
                cause instanceof TimeoutException
                        ? "it did not arrive within " + TIMEOUT.toSeconds() + " s"
                        : "it could not be fetched: "
                                + Outbound.reason(cause)
                                + "; an emulator built with imageFetching LOOPBACK fetches none"
                                + " from other hosts");
    }
}
