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
package io.github.camelseedance.emulator.task;

import java.util.List;

/**
 * A valid request, with the service's defaults filled in.
 *
 * @param duration seconds
 * @param callbackUrl null when none was given
 * @param json the body as it was sent
 */
public record VideoRequest(
        Model model,
        String prompt,
        List<String> imageUrls,
        int duration,
        String quality,
        String aspectRatio,
        boolean generateAudio,
        boolean contentFilter,
        String callbackUrl,
        String json) {}
