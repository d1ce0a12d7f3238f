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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.task.VideoRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's table of request parameters, and what later pages add to it; a class for each row. */
class ParametersContractTest extends Contract {

    private VideoRequest accepted(String json) throws Exception {
        String id = created(json);
        return service.tasks().find(id).orElseThrow().request();
    }

    @Nested
    class Model {

        @ParameterizedTest
        @ValueSource(strings = {STANDARD, FAST, MINI})
        void takesTheImageToVideoModels(String model) throws Exception {
            assertThat(create(with("model", "\"" + model + "\"")).text("/model")).isEqualTo(model);
        }

        @Test
        void isRequired() throws Exception {
            assertInvalid(create(without("model")), "model");
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "null", "\"seedance-2.0\"", "\"sora\""})
        void takesNothingElse(String other) throws Exception {
            assertInvalid(create(with("model", other)), "model");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "seedance-2.0-text-to-video",
                    "seedance-2.0-fast-text-to-video",
                    "seedance-2.0-mini-text-to-video",
                    "seedance-2.0-reference-to-video",
                    "seedance-2.0-fast-reference-to-video",
                    "seedance-2.0-mini-reference-to-video"
                })
        void isDeniedForTheSiblings(String sibling) throws Exception {
            assertError(create(with("model", "\"" + sibling + "\"")), 403, "model_access_denied");
        }
    }

    @Nested
    class Prompt {

        @Test
        void isRequired() throws Exception {
            assertInvalid(create(without("prompt")), "prompt");
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "null", "[]", "\"\""})
        void isText(String other) throws Exception {
            assertInvalid(create(with("prompt", other)), "prompt");
        }

        @Test
        void mayHave500ChineseCharacters() throws Exception {
            String prompt = "\u98ce".repeat(500);

            assertThat(accepted(with("prompt", "\"" + prompt + "\"")).prompt()).isEqualTo(prompt);
        }

        @Test
        void mayHave1000EnglishWords() throws Exception {
            String prompt = "wind ".repeat(1000).strip();

            assertThat(accepted(with("prompt", "\"" + prompt + "\"")).prompt()).isEqualTo(prompt);
        }

        @Test
        void mayNotHaveMoreThan10000Tokens() throws Exception {
            String prompt = "\u98ce".repeat(10_001);

            assertInvalid(create(with("prompt", "\"" + prompt + "\"")), "prompt");
        }
    }

    @Nested
    class ImageUrls {

        @Test
        void areRequired() throws Exception {
            assertInvalid(create(without("image_urls")), "image_urls");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"https://example.com/a.jpg\"", "null", "{}"})
        void areAnArray(String other) throws Exception {
            assertInvalid(create(with("image_urls", other)), "image_urls");
        }

        @Test
        void areStrings() throws Exception {
            Answer answer = create(with("image_urls", "[7]"));

            assertError(answer, 400, "invalid_request");
            assertThat(answer.text("/error/param")).startsWith("image_urls");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[]",
                    "[\"data:image/png;base64,AAAA\"]",
                    "[\"iVBORw0KGgo=\"]",
                    "[\"file:///a.jpg\"]"
                })
        void areOneOrTwoUrls(String other) throws Exception {
            assertInvalid(create(with("image_urls", other)), "image_urls");
        }
    }

    @Nested
    class Duration {

        @Test
        void is5UnlessGiven() throws Exception {
            assertThat(accepted(request().toString()).duration()).isEqualTo(5);
        }

        @ParameterizedTest
        @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
        void isFrom4To15(int seconds) throws Exception {
            Answer answer = create(with("duration", "" + seconds));

            assertThat(answer.at("/task_info/video_duration").intValue()).isEqualTo(seconds);
        }

        @ParameterizedTest
        @ValueSource(strings = {"3", "16", "-1", "0", "5.5", "\"5\"", "null", "9999999999"})
        void isNothingElse(String other) throws Exception {
            assertInvalid(create(with("duration", other)), "duration");
        }
    }

    @Nested
    class Quality {

        @Test
        void is720pUnlessGiven() throws Exception {
            assertThat(accepted(request().toString()).quality()).isEqualTo("720p");
        }

        @ParameterizedTest
        @ValueSource(strings = {"480p", "720p", "1080p", "4k"})
        void isOneOfFourForStandard(String quality) throws Exception {
            String json = with("quality", "\"" + quality + "\"");

            assertThat(accepted(json).quality()).isEqualTo(quality);
        }

        @ParameterizedTest
        @ValueSource(strings = {FAST, MINI})
        void isOneOfTwoForTheOthers(String model) throws Exception {
            for (String quality : new String[] {"480p", "720p"}) {
                created(with("quality", "\"" + quality + "\"").replace(STANDARD, model));
            }
            for (String quality : new String[] {"1080p", "4k"}) {
                String json = with("quality", "\"" + quality + "\"").replace(STANDARD, model);
                assertInvalid(create(json), "quality");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"8k\"", "\"720P\"", "720", "null"})
        void isNothingElse(String other) throws Exception {
            assertInvalid(create(with("quality", other)), "quality");
        }
    }

    @Nested
    class AspectRatio {

        @Test
        void is16To9UnlessGiven() throws Exception {
            assertThat(accepted(request().toString()).aspectRatio()).isEqualTo("16:9");
        }

        @ParameterizedTest
        @ValueSource(strings = {"16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"})
        void isOneOfSeven(String ratio) throws Exception {
            String json = with("aspect_ratio", "\"" + ratio + "\"");

            assertThat(accepted(json).aspectRatio()).isEqualTo(ratio);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"2:1\"", "\"16x9\"", "1.78", "null"})
        void isNothingElse(String other) throws Exception {
            assertInvalid(create(with("aspect_ratio", other)), "aspect_ratio");
        }
    }

    @Nested
    class GenerateAudio {

        @Test
        void isTrueUnlessGiven() throws Exception {
            assertThat(accepted(request().toString()).generateAudio()).isTrue();
            assertThat(accepted(with("generate_audio", "true")).generateAudio()).isTrue();
            assertThat(accepted(with("generate_audio", "false")).generateAudio()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"true\"", "1", "null"})
        void isABoolean(String other) throws Exception {
            assertInvalid(create(with("generate_audio", other)), "generate_audio");
        }
    }

    @Nested
    class ContentFilter {

        @Test
        void isTrueUnlessGivenAndCostsATenthMoreWithoutIt() throws Exception {
            assertThat(accepted(request().toString()).contentFilter()).isTrue();
            Answer without = create(with("content_filter", "false"));
            assertThat(without.at("/usage/credits_reserved").decimalValue())
                    .isEqualByComparingTo("74.25");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"no\"", "0", "null"})
        void isABoolean(String other) throws Exception {
            assertInvalid(create(with("content_filter", other)), "content_filter");
        }
    }

    @Nested
    class CallbackUrl {

        @Test
        void isAbsentUnlessGiven() throws Exception {
            assertThat(accepted(request().toString()).callbackUrl()).isNull();
        }

        @Test
        void isHttpsWithUpTo2048Characters() throws Exception {
            String url = "https://example.com/" + "x".repeat(2028);

            assertThat(url).hasSize(2048);
            assertThat(accepted(with("callback_url", "\"" + url + "\"")).callbackUrl())
                    .isEqualTo(url);
            assertInvalid(create(with("callback_url", "\"" + url + "x\"")), "callback_url");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://example.com/cb",
                    "ftp://example.com/cb",
                    "/cb",
                    "https://10.1.2.3/cb",
                    "https://172.16.0.1/cb",
                    "https://172.31.255.1/cb",
                    "https://192.168.0.1/cb"
                })
        void isNeitherPlainNorPrivate(String url) throws Exception {
            assertInvalid(create(with("callback_url", "\"" + url + "\"")), "callback_url");
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "null", "[]"})
        void isText(String other) throws Exception {
            assertInvalid(create(with("callback_url", other)), "callback_url");
        }
    }
}
