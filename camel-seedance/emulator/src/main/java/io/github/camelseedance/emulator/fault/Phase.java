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
package io.github.camelseedance.emulator.fault;

/** The kinds of call that a fault can be scripted for. */
public enum Phase {
    /** {@code POST /v1/videos/generations}. */
    CREATE,
    /** {@code GET /v1/tasks/{id}}. */
    STATUS,
    /** {@code POST /v1/tasks/batch}. */
    BATCH,
    /** {@code GET /v1/credits}. */
    CREDITS,
    /** Everything below {@code /api/v1/files/upload} and {@code GET /api/v1/files/quota}. */
    UPLOAD,
    /** {@code GET} and {@code HEAD} of result videos. */
    DOWNLOAD
}
