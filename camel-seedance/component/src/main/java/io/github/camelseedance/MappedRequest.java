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

import io.github.camelseedance.api.VideoRequest;
import io.github.camelseedance.media.LocalImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A valid request with all defaults in it, of which some images may not be published yet.
 *
 * @param request in whose {@code image_urls} a local image stands as {@code sha256:} and the hash
 *     of its content
 * @param localImages the local images by their positions in {@code image_urls}
 */
record MappedRequest(VideoRequest request, SortedMap<Integer, LocalImage> localImages) {
    private static final String PLACEHOLDER = "sha256:";

    /** What stands in {@code image_urls} for a local image. */
    static String placeholder(LocalImage image) {
        return PLACEHOLDER + image.contentHash();
    }

    /** What the request asks for, as {@link RequestDigest} has it. */
    String digest() {
        return RequestDigest.of(request);
    }

    /** The same request, with a URL that the service is to call when its task has ended. */
    MappedRequest withCallback(String url) {
        return new MappedRequest(request.toBuilder().callbackUrl(url).build(), localImages);
    }

    /**
     * The request as it is sent.
     *
     * @param urls where the local images were published, by their positions in {@code image_urls}
     */
    VideoRequest withPublished(Map<Integer, String> urls) {
        if (!urls.keySet().equals(localImages.keySet())) {
            throw new IllegalArgumentException(
                    "Images "
                            + localImages.keySet()
                            + " are to be published, but "
                            + urls.keySet()
                            + " were");
        }
        if (urls.isEmpty()) {
            return request;
        }
        List<String> all = new ArrayList<>(request.imageUrls());
        urls.forEach(all::set);
        return request.toBuilder().imageUrls(all).build();
    }
}
