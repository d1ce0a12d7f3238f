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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the signed links to result videos and knows its own again. */
public final class VideoLinks {

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<String> baseUrl;
    private final SecretKeySpec secret;

    /**
     * @param baseUrl asked late, since the port is known only after the start
     */
    public VideoLinks(Supplier<String> baseUrl) {
        this.baseUrl = baseUrl;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.secret = new SecretKeySpec(bytes, ALGORITHM);
    }

    public String link(String taskId) {
        return baseUrl.get() + "/media/" + taskId + ".mp4?signature=" + signature(taskId);
    }

    /** Whether the query is the one that {@link #link} gave for this task. */
    public boolean isSigned(String taskId, String query) {
        byte[] wanted = ("signature=" + signature(taskId)).getBytes(StandardCharsets.US_ASCII);
        return query != null
                && MessageDigest.isEqual(wanted, query.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String taskId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(taskId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
