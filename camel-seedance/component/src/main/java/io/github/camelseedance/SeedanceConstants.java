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

import org.apache.camel.spi.Metadata;

/** The message headers of the component. */
public final class SeedanceConstants {

    @Metadata(
            label = "producer",
            description =
                    "What shall move, and how: at most 500 Chinese characters or 1000 English"
                            + " words. Used where the body has no prompt.",
            javaType = "String",
            important = true)
    public static final String PROMPT = "CamelSeedancePrompt";

    @Metadata(
            label = "producer",
            description =
                    "The first frame, or the first and the last frame, as public http(s) URLs: a"
                            + " list, an array or one string, in which commas do not separate. Used"
                            + " where the body has no image.",
            javaType = "java.util.List<String>",
            important = true)
    public static final String IMAGE_URLS = "CamelSeedanceImageUrls";

    @Metadata(
            label = "producer",
            description = "The id of the image-to-video model, instead of the option model.",
            javaType = "String")
    public static final String MODEL = "CamelSeedanceModel";

    @Metadata(
            label = "producer",
            description = "The length of the video in seconds, 4 to 15, instead of the option.",
            javaType = "Integer")
    public static final String DURATION = "CamelSeedanceDuration";

    @Metadata(
            label = "producer",
            description = "The resolution, such as 480p or 720p, instead of the option.",
            javaType = "String")
    public static final String QUALITY = "CamelSeedanceQuality";

    @Metadata(
            label = "producer",
            description =
                    "The aspect ratio, such as 16:9, or adaptive to follow the first image, instead"
                            + " of the option.",
            javaType = "String")
    public static final String ASPECT_RATIO = "CamelSeedanceAspectRatio";

    @Metadata(
            label = "producer",
            description = "Whether synchronized audio is generated, instead of the option.",
            javaType = "Boolean")
    public static final String GENERATE_AUDIO = "CamelSeedanceGenerateAudio";

    @Metadata(
            label = "producer",
            description =
                    "Where the service reports the end of the task: an https URL of at most 2048"
                            + " characters, instead of the option.",
            javaType = "String")
    public static final String CALLBACK_URL = "CamelSeedanceCallbackUrl";

    @Metadata(
            label = "producer",
            description =
                    "The key under which at most one generation is paid: the same key again joins"
                            + " the first task. Without it the option idempotencyKey is taken, or a"
                            + " key is derived from where the message came from and what it asks"
                            + " for. Removed when the call has succeeded.",
            javaType = "String",
            important = true)
    public static final String IDEMPOTENCY_KEY = "CamelSeedanceIdempotencyKey";

    @Metadata(
            description =
                    "The service's id of the task. For status and await it names the task where the"
                            + " body does not; every operation on a task sets it.",
            javaType = "String",
            important = true)
    public static final String TASK_ID = "CamelSeedanceTaskId";

    @Metadata(
            description =
                    "The status of the task: pending, processing, completed, failed, cancelled,"
                            + " lost or expired, or a word of the service that is not known here.",
            javaType = "String",
            important = true)
    public static final String STATUS = "CamelSeedanceStatus";

    @Metadata(description = "The progress of the task, 0 to 100.", javaType = "Integer")
    public static final String PROGRESS = "CamelSeedanceProgress";

    @Metadata(
            description = "The service's estimate of the whole run in seconds, where it gave one.",
            javaType = "Integer")
    public static final String ESTIMATED_TIME = "CamelSeedanceEstimatedTime";

    @Metadata(
            description =
                    "The link to the video, which lives for 24 hours. For download it is the link"
                            + " to take where the body is none, and is removed when the call has"
                            + " succeeded.",
            javaType = "String",
            important = true)
    public static final String VIDEO_URL = "CamelSeedanceVideoUrl";

    @Metadata(
            description = "A time until which the link to the video is certain to live.",
            javaType = "java.time.Instant")
    public static final String RESULT_EXPIRES_AT = "CamelSeedanceResultExpiresAt";

    @Metadata(
            description = "The credits that the service holds for the task, where it told them.",
            javaType = "Double")
    public static final String CREDITS_RESERVED = "CamelSeedanceCreditsReserved";

    @Metadata(
            description = "The service's code for why the task ended without a video.",
            javaType = "String")
    public static final String ERROR_CODE = "CamelSeedanceErrorCode";

    @Metadata(
            description = "The service's text for why the task ended without a video.",
            javaType = "String")
    public static final String ERROR_MESSAGE = "CamelSeedanceErrorMessage";

    private SeedanceConstants() {}
}
