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
package io.github.camelseedance.api;

import java.io.Serializable;

/**
 * What the account and the key have left, in credits; a figure that the service does not tell is
 * null.
 *
 * @param userRemaining left on the account
 * @param userUsed used by the account
 * @param keyRemaining left on this key, where it has a limit of its own
 * @param keyUsed used by this key
 * @param keyUnlimited whether the key has no limit of its own
 */
public record Credits(
        Double userRemaining,
        Double userUsed,
        Double keyRemaining,
        Double keyUsed,
        Boolean keyUnlimited)
        implements Serializable {}
