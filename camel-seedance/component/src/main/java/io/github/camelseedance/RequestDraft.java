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

import java.util.List;

/**
 * What one place, such as the body, says about a request.
 *
 * @param fields the fields that it sets, but for the images
 * @param images the images that it sets in the order of the frames, or null where it sets none
 */
record RequestDraft(VideoRequest fields, List<ImageSource> images) {
    private static final VideoRequest NO_FIELDS = VideoRequest.builder().build();

    /** Says nothing. */
    static final RequestDraft EMPTY = new RequestDraft(NO_FIELDS, null);

    /** Sets nothing but images. */
    static RequestDraft ofImages(List<ImageSource> images) {
        return new RequestDraft(NO_FIELDS, images);
    }

    /** Sets one image and nothing else. */
    static RequestDraft ofImage(ImageSource image) {
        return ofImages(List.of(image));
    }

    /** Sets the prompt and nothing else. */
    static RequestDraft ofPrompt(String prompt) {
        return new RequestDraft(VideoRequest.builder().prompt(prompt).build(), null);
    }

    /** Sets what a request sets; its images are URLs. */
    static RequestDraft of(VideoRequest request) {
        List<ImageSource> images =
                request.imageUrls() == null
                        ? null
                        : request.imageUrls().stream()
                                .<ImageSource>map(ImageSource.Remote::new)
                                .toList();
        return new RequestDraft(request.toBuilder().imageUrls((List<String>) null).build(), images);
    }

    /** This draft, and for each field that it does not set that of the other. */
    RequestDraft orElse(RequestDraft other) {
        VideoRequest first = fields;
        VideoRequest then = other.fields;
        VideoRequest merged =
                VideoRequest.builder()
                        .model(first(first.model(), then.model()))
                        .prompt(first(first.prompt(), then.prompt()))
                        .duration(first(first.duration(), then.duration()))
                        .quality(first(first.quality(), then.quality()))
                        .aspectRatio(first(first.aspectRatio(), then.aspectRatio()))
                        .generateAudio(first(first.generateAudio(), then.generateAudio()))
                        .callbackUrl(first(first.callbackUrl(), then.callbackUrl()))
                        .contentFilter(first(first.contentFilter(), then.contentFilter()))
                        .build();
        return new RequestDraft(merged, first(images, other.images));
    }

    /** The request that this is, of whose images all are URLs. */
    VideoRequest toRequest() {
        if (images == null) {
            return fields;
        }
        List<String> urls =
                images.stream().map(image -> ((ImageSource.Remote) image).url()).toList();
        return fields.toBuilder().imageUrls(urls).build();
    }

    private static <T> T first(T value, T other) {
        return value != null ? value : other;
    }
}
