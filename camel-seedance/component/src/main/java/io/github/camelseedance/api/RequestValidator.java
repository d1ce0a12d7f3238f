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

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at a whole request and finds everything that is wrong with it, before anything is paid.
 * What {@link Validation} does about it is not decided here. No name is looked up and no image is
 * fetched.
 */
public final class RequestValidator {
    private static final String PROMPT = "prompt";
    private static final String IMAGE_URLS = "image_urls";
    private static final String CALLBACK_URL = "callback_url";

    private final HostTrust trust;
    private final Predicate<InetAddress> isPrivate;

    /**
     * @param trust hosts that may be private and without TLS
     * @param isPrivate whether an address is not one of the public Internet
     */
    public RequestValidator(HostTrust trust, Predicate<InetAddress> isPrivate) {
        this.trust = trust;
        this.isPrivate = isPrivate;
    }

    /** Finds everything that is wrong with a request whose images are all URLs. */
    public List<Violation> validate(VideoRequest request) {
        return validate(request, Set.of());
    }

    /**
     * Finds everything that is wrong with a request.
     *
     * @param local positions in {@code image_urls} of images that are yet to be published: they are
     *     counted, but what stands there is not looked at
     */
    public List<Violation> validate(VideoRequest request, Set<Integer> local) {
        List<Violation> found = new ArrayList<>();
        model(request.model(), found);
        prompt(request.prompt(), found);
        images(request.imageUrls() == null ? List.of() : request.imageUrls(), local, found);
        duration(request.duration(), found);
        quality(request, found);
        aspectRatio(request.aspectRatio(), found);
        callback(request.callbackUrl(), found);
        return List.copyOf(found);
    }

    private static void model(String model, List<Violation> found) {
        if (isGiven("model", model, found) && !Limits.MODELS.contains(model)) {
            found.add(
                    Violation.limit(
                            "model", model, "must be one of " + list(Limits.MODELS) + orWarn()));
        }
    }

    private static void prompt(String prompt, List<Violation> found) {
        if (prompt == null || prompt.isBlank()) {
            found.add(
                    Violation.shape(
                            PROMPT,
                            prompt,
                            "is required: say what shall move, and how, in the body or in the"
                                    + " header CamelSeedancePrompt"));
            return;
        }
        PromptLength length = PromptLength.of(prompt);
        if (length.tooLong()) {
            found.add(
                    Violation.limit(
                            PROMPT,
                            prompt,
                            String.format(
                                    Locale.ROOT,
                                    "has %d Chinese characters and %d words; at most %d characters"
                                            + " or %d words are allowed, or a share of both:"
                                            + " shorten it",
                                    length.characters(),
                                    length.words(),
                                    Limits.MAX_PROMPT_CHARACTERS,
                                    Limits.MAX_PROMPT_WORDS)));
        }
    }

    private void images(List<String> urls, Set<Integer> local, List<Violation> found) {
        if (urls.size() < Limits.MIN_IMAGES) {
            found.add(
                    Violation.shape(
                            IMAGE_URLS,
                            "none",
                            "1 or 2 images are required, the first frame and the last: give them in"
                                    + " the body (URL, File, Path, byte[], InputStream) or as URLs"
                                    + " in the header CamelSeedanceImageUrls"));
        } else if (urls.size() > Limits.MAX_IMAGES) {
            found.add(
                    Violation.shape(
                            IMAGE_URLS,
                            urls.size() + " images",
                            "1 or 2 images are allowed, the first frame and the last; for more"
                                    + " images as references the service has the Reference-to-Video"
                                    + " API"));
        }
        for (int i = 0; i < urls.size(); i++) {
            if (!local.contains(i)) {
                url(IMAGE_URLS + "[" + i + "]", urls.get(i), found);
            }
        }
    }

    private static void duration(Integer seconds, List<Violation> found) {
        if (seconds != null && (seconds < Limits.MIN_DURATION || seconds > Limits.MAX_DURATION)) {
            found.add(
                    Violation.limit(
                            "duration",
                            seconds,
                            "must be a whole number of seconds from "
                                    + Limits.MIN_DURATION
                                    + " to "
                                    + Limits.MAX_DURATION));
        }
    }

    private static void quality(VideoRequest request, List<Violation> found) {
        String quality = request.quality();
        if (isGiven("quality", quality, found) && !Limits.QUALITIES.contains(quality)) {
            boolean later =
                    Limits.LATER_QUALITIES.contains(quality)
                            && Limits.DEFAULT_MODEL.equals(request.model());
            found.add(
                    Violation.limit(
                            "quality",
                            quality,
                            "must be one of " + list(Limits.QUALITIES) + (later ? orWarn() : "")));
        }
    }

    private static void aspectRatio(String ratio, List<Violation> found) {
        if (isGiven("aspect_ratio", ratio, found) && !Limits.ASPECT_RATIOS.contains(ratio)) {
            found.add(
                    Violation.limit(
                            "aspect_ratio", ratio, "must be one of " + list(Limits.ASPECT_RATIOS)));
        }
    }

    private void callback(String callback, List<Violation> found) {
        if (callback == null) {
            return;
        }
        WebUrl url = url(CALLBACK_URL, callback, found);
        if (url != null && !"https".equals(url.scheme()) && !trust.covers(url.host(), url.port())) {
            found.add(
                    Violation.limit(
                            CALLBACK_URL,
                            WebUrl.shown(callback),
                            "must be an https URL: the service calls nothing else"));
        }
        if (callback.length() > Limits.MAX_CALLBACK_URL) {
            found.add(
                    Violation.limit(
                            CALLBACK_URL,
                            WebUrl.shown(callback),
                            "has "
                                    + callback.length()
                                    + " characters; at most "
                                    + Limits.MAX_CALLBACK_URL
                                    + " are allowed"));
        }
    }

    private WebUrl url(String field, String text, List<Violation> found) {
        try {
            WebUrl url = WebUrl.parse(text);
            if (!trust.covers(url.host(), url.port())
                    && HostNames.isPlainlyPrivate(url.host(), isPrivate)) {
                found.add(
                        Violation.limit(
                                field,
                                WebUrl.shown(text),
                                "must be public: the service cannot reach "
                                        + url.host()
                                        + ", which is of a private network"));
            }
            return url;
        } catch (IllegalArgumentException e) {
            found.add(Violation.shape(field, WebUrl.shown(text), e.getMessage()));
            return null;
        }
    }

    /** Whether there is a value to look at; a blank one is no value that could be sent. */
    private static boolean isGiven(String field, String value, List<Violation> found) {
        if (value != null && value.isBlank()) {
            found.add(
                    Violation.shape(
                            field, value, "must not be blank: leave it out to get the default"));
        }
        return value != null && !value.isBlank();
    }

    private static String list(List<String> values) {
        return String.join(", ", values);
    }

    private static String orWarn() {
        return "; where the service has opened more since, set validation=warn to let it decide";
    }
}
