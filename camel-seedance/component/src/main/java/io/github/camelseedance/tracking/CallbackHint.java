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
package io.github.camelseedance.tracking;

/**
 * What a callback says. Whoever has seen its URL can send one, so that it is a reason to look and
 * never believed.
 *
 * @param account label of the account
 * @param key the idempotency key of the request that asked for it
 * @param taskId the task that it names, or null
 */
public record CallbackHint(String account, String key, String taskId) {}
