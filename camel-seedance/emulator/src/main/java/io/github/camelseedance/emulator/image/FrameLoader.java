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

import io.github.camelseedance.emulator.api.ApiError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Gets and measures the images of a request, without holding the caller's thread. */
public final class FrameLoader {

    private final ImageFetcher fetcher;
    private final Function<URI, Optional<byte[]>> own;
    private final Executor executor;

    /**
     * @param own the bytes of URLs that are the emulator's own uploads
     */
    public FrameLoader(
            ImageFetcher fetcher, Function<URI, Optional<byte[]>> own, Executor executor) {
        this.fetcher = fetcher;
        this.own = own;
        this.executor = executor;
    }

    /**
     * The frames behind the URLs, in their order.
     *
     * @return fails with an {@link ApiError} that names the first bad image
     */
    public CompletableFuture<List<Frame>> load(List<String> urls) {
        List<CompletableFuture<Frame>> loading = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            loading.add(load(urls.get(i), i));
        }
        return CompletableFuture.allOf(loading.toArray(CompletableFuture[]::new))
                .thenApply(all -> loading.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Frame> load(String url, int index) {
        return CompletableFuture.supplyAsync(() -> bytes(URI.create(url)), executor)
                .thenCompose(bytes -> bytes)
                .thenApplyAsync(FrameReader::read, executor)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(refusal(failure, index)));
    }

    private CompletableFuture<byte[]> bytes(URI url) {
        Optional<byte[]> bytes = own.apply(url);
        if (bytes.isEmpty()) {
            return fetcher.fetch(url);
        }
        if (bytes.get().length > ImageFetcher.MAX_BYTES) {
            throw new ImageException("it is larger than 30 MB");
        }
        return CompletableFuture.completedFuture(bytes.get());
    }

    private static Throwable refusal(Throwable failure, int index) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ImageException
                ? ApiError.invalidRequest(
                        "image_urls",
                        "image_urls[" + index + "] cannot be used: " + cause.getMessage())
                : cause;
    }
}
