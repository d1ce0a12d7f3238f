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

import java.util.List;

/**
 * The numbers and lists that the service gives for image-to-video, in one place. Unless a member
 * says otherwise its source is the service's "Image-to-Video API" page. They are the service's to
 * change, which is why {@link Validation#WARN} lets a breach of them pass.
 */
public final class Limits {
    /** The model that is taken where none is given. */
    public static final String DEFAULT_MODEL = "seedance-2.0-image-to-video";

    /**
     * The image-to-video models: the first two are the page's, the third is of the service's model
     * list.
     */
    public static final List<String> MODELS =
            List.of(
                    DEFAULT_MODEL,
                    "seedance-2.0-fast-image-to-video",
                    "seedance-2.0-mini-image-to-video");

    /** The longest prompt in Chinese characters. */
    public static final int MAX_PROMPT_CHARACTERS = 500;

    /** The longest prompt in English words. */
    public static final int MAX_PROMPT_WORDS = 1000;

    /** The fewest images: the first frame. */
    public static final int MIN_IMAGES = 1;

    /** The most images: the first and the last frame. */
    public static final int MAX_IMAGES = 2;

    /** The shortest video in seconds. */
    public static final int MIN_DURATION = 4;

    /** The longest video in seconds. */
    public static final int MAX_DURATION = 15;

    /** The length of a video in seconds where none is given. */
    public static final int DEFAULT_DURATION = 5;

    /** The quality that is taken where none is given. */
    public static final String DEFAULT_QUALITY = "720p";

    /** The page's qualities. */
    public static final List<String> QUALITIES = List.of("480p", DEFAULT_QUALITY);

    /**
     * Qualities that the service's own reference has since opened on {@link #DEFAULT_MODEL}; the
     * page does not know them.
     */
    public static final List<String> LATER_QUALITIES = List.of("1080p", "4k");

    /** The aspect ratio that is taken where none is given. */
    public static final String DEFAULT_ASPECT_RATIO = "16:9";

    /** The aspect ratios; {@code adaptive} follows the first image. */
    public static final List<String> ASPECT_RATIOS =
            List.of(DEFAULT_ASPECT_RATIO, "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive");

    /** The longest callback URL in characters. */
    public static final int MAX_CALLBACK_URL = 2048;

    /** The largest image in bytes: 30 MB. */
    public static final long MAX_IMAGE_BYTES = 30L * 1024 * 1024;

    /** The largest request body in bytes: 64 MB. */
    public static final long MAX_REQUEST_BYTES = 64L * 1024 * 1024;

    /**
     * What the page names as the defaults. They are always sent, because the service's own defaults
     * have moved.
     */
    public static final VideoRequest DEFAULTS =
            VideoRequest.builder()
                    .model(DEFAULT_MODEL)
                    .duration(DEFAULT_DURATION)
                    .quality(DEFAULT_QUALITY)
                    .aspectRatio(DEFAULT_ASPECT_RATIO)
                    .generateAudio(true)
                    .build();

    private Limits() {}
}
