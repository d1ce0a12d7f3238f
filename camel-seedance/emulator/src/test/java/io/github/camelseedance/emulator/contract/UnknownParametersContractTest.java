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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters that image-to-video does not have. */
class UnknownParametersContractTest extends Contract {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed",
                "camera_fixed",
                "watermark",
                "return_last_frame",
                "negative_prompt",
                "n",
                "fps",
                "output_format",
                "video_urls",
                "audio_urls"
            })
    void areRefused(String name) throws Exception {
        assertError(create(with(name, "1")), 400, "unsupported_parameters");
    }
}
