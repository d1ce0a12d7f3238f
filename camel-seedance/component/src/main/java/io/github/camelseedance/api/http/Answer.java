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
package io.github.camelseedance.api.http;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An HTTP answer.
 *
 * @param head status and headers
 * @param body the bytes that came, bounded
 * @param complete whether these are all the bytes that the service had to say
 */
record Answer(HttpResponse head, byte[] body, boolean complete) {
    int status() {
        return head.getCode();
    }

    boolean success() {
        return status() >= 200 && status() < 300;
    }

    /** The first header of this name, or null. */
    String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
