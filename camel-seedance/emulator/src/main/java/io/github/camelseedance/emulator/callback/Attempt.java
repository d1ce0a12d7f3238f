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
package io.github.camelseedance.emulator.callback;

import java.time.Duration;
import java.time.Instant;

/**
 * One try to deliver a callback.
 *
 * @param time emulated time at which it began
 * @param status what the receiver answered, 0 when it did not
 * @param failure why it does not count as delivered, null when it does
 * @param took real time until it was over
 */
public record Attempt(Instant time, int status, String failure, Duration took) {}
