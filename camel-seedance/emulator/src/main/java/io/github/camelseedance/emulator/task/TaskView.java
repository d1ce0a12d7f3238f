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

import java.time.Instant;

/**
 * A task as it was when asked.
 *
 * @param idempotencyKey null when the create had none
 * @param request what was asked for; {@link VideoRequest#json()} is the body as sent
 * @param progress 0 to 100
 * @param created emulated time
 * @param credits reserved at creation
 */
public record TaskView(
        String id,
        String idempotencyKey,
        VideoRequest request,
        TaskStatus status,
        int progress,
        Instant created,
        double credits) {}
