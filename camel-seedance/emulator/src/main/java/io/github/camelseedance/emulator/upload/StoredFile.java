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
package io.github.camelseedance.emulator.upload;

import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.image.ImageType;
import io.github.camelseedance.emulator.storage.Blob;
import java.time.Instant;

/**
 * An uploaded file.
 *
 * @param owner whose slot it takes
 * @param uploaded emulated time
 * @param expires emulated time
 */
public record StoredFile(
        String id,
        Account owner,
        String name,
        String originalName,
        String path,
        ImageType type,
        Blob content,
        Instant uploaded,
        Instant expires) {}
