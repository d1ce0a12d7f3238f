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
import io.github.camelseedance.emulator.api.ApiError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a client that named its uploads, and lost an answer, what became of one. An upload that was
 * refused leaves no receipt. Thread-safe.
 */
public final class Receipts {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{15,127}");

    private final Map<Name, Receipt> receipts = new HashMap<>();

    private record Name(Account owner, String uploadId) {}

    /**
     * What became of an upload.
     *
     * @param fileId null while it is under way
     */
    public record Receipt(String uploadId, String fileId) {}

    /**
     * Begins an upload; its end must be told by {@link #stored} or {@link #refused}.
     *
     * @throws ApiError 400 for an illegal id
     */
    public synchronized void begin(Account owner, String uploadId) {
        if (!LEGAL.matcher(uploadId).matches()) {
            throw ApiError.invalidRequest(
                    "X-Evo-Upload-Id",
                    "X-Evo-Upload-Id must have 16 to 128 characters of A-Z a-z 0-9 _ - and begin"
                            + " with a letter or digit");
        }
        receipts.putIfAbsent(new Name(owner, uploadId), new Receipt(uploadId, null));
    }

    public synchronized void stored(Account owner, String uploadId, String fileId) {
        receipts.put(new Name(owner, uploadId), new Receipt(uploadId, fileId));
    }

    /**
     * @return false when the client has stored a file under the same id before, whose receipt stays
     */
    public synchronized boolean refused(Account owner, String uploadId) {
        return receipts.remove(new Name(owner, uploadId), new Receipt(uploadId, null));
    }

    /** The receipt of an account's upload, or nothing when there was none under that id. */
    public synchronized Optional<Receipt> find(Account owner, String uploadId) {
        return Optional.ofNullable(receipts.get(new Name(owner, uploadId)));
    }

    synchronized void clear() {
        receipts.clear();
    }
}
