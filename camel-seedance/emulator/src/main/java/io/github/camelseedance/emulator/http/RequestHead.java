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
package io.github.camelseedance.emulator.http;

import java.util.List;
import java.util.Map;

/**
 * What of a request arrives before its body.
 *
 * @param path decoded
 * @param query as it arrived, null when there was none
 * @param headers names in any case
 */
record RequestHead(String method, String path, String query, Map<String, List<String>> headers) {}
