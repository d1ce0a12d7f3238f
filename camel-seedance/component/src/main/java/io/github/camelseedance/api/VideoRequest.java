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
package io.github.camelseedance.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.Serializable;
import java.util.List;

/**
 * A generation request in the API's own terms; {@code null} means "not set". The JSON of this
 * record is the body of {@code POST /v1/videos/generations}.
 *
 * @param model id of an image-to-video model
 * @param prompt what shall move, and how
 * @param imageUrls the first frame, or the first and the last frame, as public URLs
 * @param duration length of the video in seconds
 * @param quality the name of a resolution, such as {@code 720p}
 * @param aspectRatio such as {@code 16:9}, or {@code adaptive} to follow the first image
 * @param generateAudio whether synchronized audio is generated
 * @param callbackUrl where the service reports the end of the task; https
 * @param contentFilter whether the service's own content filter is on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "model",
    "prompt",
    "image_urls",
    "duration",
    "quality",
    "aspect_ratio",
    "generate_audio",
    "callback_url",
    "content_filter"
})
public record VideoRequest(
        @JsonProperty("model") String model,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("image_urls") List<String> imageUrls,
        @JsonProperty("duration") Integer duration,
        @JsonProperty("quality") String quality,
        @JsonProperty("aspect_ratio") String aspectRatio,
        @JsonProperty("generate_audio") Boolean generateAudio,
        @JsonProperty("callback_url") String callbackUrl,
        @JsonProperty("content_filter") Boolean contentFilter)
        implements Serializable {

    /** Copies the list of images, so that a request never changes once it is made. */
    public VideoRequest {
        imageUrls = imageUrls == null ? null : List.copyOf(imageUrls);
    }

    /** A builder with no field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with this request's fields. */
    public Builder toBuilder() {
        return new Builder()
                .model(model)
                .prompt(prompt)
                .imageUrls(imageUrls)
                .duration(duration)
                .quality(quality)
                .aspectRatio(aspectRatio)
                .generateAudio(generateAudio)
                .callbackUrl(callbackUrl)
                .contentFilter(contentFilter);
    }

    /** Shows no query string: in a signed link it is a right to the image, or to call back. */
    @Override
    public String toString() {
        return "VideoRequest[model="
                + model
                + ", prompt="
                + prompt
                + ", imageUrls="
                + (imageUrls == null ? null : imageUrls.stream().map(WebUrl::shown).toList())
                + ", duration="
                + duration
                + ", quality="
                + quality
                + ", aspectRatio="
                + aspectRatio
                + "]";
    }

    /** Builds a {@link VideoRequest}; a field that is not set, or set to null, is left out. */
    public static final class Builder {
        private String model;
        private String prompt;
        private List<String> imageUrls;
        private Integer duration;
        private String quality;
        private String aspectRatio;
        private Boolean generateAudio;
        private String callbackUrl;
        private Boolean contentFilter;

        private Builder() {}

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        public Builder imageUrls(List<String> value) {
            imageUrls = value;
            return this;
        }

        /** The first frame, or the first and the last frame. */
        public Builder imageUrls(String... value) {
            return imageUrls(List.of(value));
        }

        /** Length of the video in seconds. */
        public Builder duration(Integer value) {
            duration = value;
            return this;
        }

        public Builder quality(String value) {
            quality = value;
            return this;
        }

        public Builder aspectRatio(String value) {
            aspectRatio = value;
            return this;
        }

        public Builder generateAudio(Boolean value) {
            generateAudio = value;
            return this;
        }

        public Builder callbackUrl(String value) {
            callbackUrl = value;
            return this;
        }

        public Builder contentFilter(Boolean value) {
            contentFilter = value;
            return this;
        }

        /** The request as it stands; nothing is validated here. */
        public VideoRequest build() {
            return new VideoRequest(
                    model,
                    prompt,
                    imageUrls,
                    duration,
                    quality,
                    aspectRatio,
                    generateAudio,
                    callbackUrl,
                    contentFilter);
        }
    }
}
