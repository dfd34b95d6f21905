// What one answer looks like in each of OpenAI's two APIs. Each format: {api, opening, token, ending, whole}.

const CREATED_SECONDS = 1_700_000_000
const PROMPT_TOKENS = 9

/** POST /v1/chat/completions: chunks without names, and `[DONE]` at the end. */
export class ChatCompletionFormat {
  api = 'chat'
  #id
  #model
  #withUsage
  #head

  /** @param {object} request the body of the request */
  constructor(name, request) {
    this.#id = `chatcmpl-${name}`
    this.#model = request.model
    this.#withUsage = request.stream_options?.include_usage === true
    const usage = this.#withUsage ? ',"usage":null' : ''
    this.#head =
      `data: {"id":"${this.#id}","object":"chat.completion.chunk","created":${CREATED_SECONDS},` +
      `"model":"${this.#model}","service_tier":"default","system_fingerprint":"fp_bench"${usage},"choices":`
  }

  static turns(request) {
    return request.messages
  }

  opening() {
    return this.#chunk(
      '[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}]',
    )
  }

  token(token) {
    return this.#chunk(
      `[{"index":0,"delta":{"content":${JSON.stringify(token)}},"logprobs":null,"finish_reason":null}]`,
    )
  }

  ending(_text, tokens) {
    const stop = this.#chunk('[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]')
    const usage = this.#withUsage ? `${this.#head}[],"usage":${JSON.stringify(chatUsage(tokens))}}\n\n` : ''
    return `${stop}${usage}data: [DONE]\n\n`
  }

  /** The answer to a request that does not stream. */
  whole(text) {
    return {
      id: this.#id,
      object: 'chat.completion',
      created: CREATED_SECONDS,
      model: this.#model,
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: chatUsage(1),
    }
  }

  #chunk(choices) {
    return `${this.#head}${choices}}\n\n`
  }
}

function chatUsage(tokens) {
  return {
    prompt_tokens: PROMPT_TOKENS,
    completion_tokens: tokens,
    total_tokens: PROMPT_TOKENS + tokens,
  }
}

/** POST /v1/responses: events with a name and a number; the last ones repeat the whole text. */
export class ResponsesFormat {
  api = 'responses'
  #request
  #responseId
  #itemId
  #obfuscation
  #events = 0

  /** @param {object} request the body of the request */
  constructor(name, request) {
    this.#request = request
    this.#responseId = openAiId('resp', name)
    this.#itemId = openAiId('msg', name)
    this.#obfuscation =
      request.stream_options?.include_obfuscation === false ? '' : ',"obfuscation":"mB0kQ2xv"'
  }

  static turns(request) {
    return request.input
  }

  opening() {
    const response = this.#response('in_progress', [])
    return (
      this.#event('response.created', { response }) +
      this.#event('response.in_progress', { response }) +
      this.#event('response.output_item.added', { output_index: 0, item: this.#message('in_progress', []) }) +
      this.#event('response.content_part.added', { ...this.#place(), part: outputText('') })
    )
  }

  /** A template and not #event: this is what the upstream does all the time. */
  token(token) {
    return (
      `event: response.output_text.delta\ndata: {"type":"response.output_text.delta",` +
      `"sequence_number":${this.#events++},"item_id":"${this.#itemId}","output_index":0,"content_index":0,` +
      `"delta":${JSON.stringify(token)},"logprobs":[]${this.#obfuscation}}\n\n`
    )
  }

  ending(text, tokens) {
    const part = outputText(text)
    const item = this.#message('completed', [part])
    return (
      this.#event('response.output_text.done', { ...this.#place(), text, logprobs: [] }) +
      this.#event('response.content_part.done', { ...this.#place(), part }) +
      this.#event('response.output_item.done', { output_index: 0, item }) +
      this.#event('response.completed', { response: this.#completed(item, tokens) })
    )
  }

  /** The answer to a request that does not stream. */
  whole(text) {
    return this.#completed(this.#message('completed', [outputText(text)]), 1)
  }

  #event(type, members) {
    const data = JSON.stringify({ type, sequence_number: this.#events++, ...members })
    return `event: ${type}\ndata: ${data}\n\n`
  }

  #place() {
    return { item_id: this.#itemId, output_index: 0, content_index: 0 }
  }

  #message(status, content) {
    return { id: this.#itemId, type: 'message', status, content, role: 'assistant' }
  }

  #completed(item, tokens) {
    return this.#response('completed', [item], {
      completed_at: CREATED_SECONDS + 1,
      usage: {
        input_tokens: PROMPT_TOKENS,
        input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
        output_tokens: tokens,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: PROMPT_TOKENS + tokens,
      },
    })
  }

  #response(status, output, members = {}) {
    return {
      id: this.#responseId,
      object: 'response',
      created_at: CREATED_SECONDS,
      status,
      background: false,
      error: null,
      incomplete_details: null,
      input_transformations: [],
      instructions: null,
      max_output_tokens: this.#request.max_output_tokens ?? null,
      model: this.#request.model,
      output,
      parallel_tool_calls: true,
      previous_response_id: null,
      prompt_cache_key: this.#request.prompt_cache_key ?? null,
      reasoning: { effort: null, summary: null },
      safety_identifier: this.#request.safety_identifier ?? null,
      service_tier: 'default',
      store: this.#request.store ?? true,
      temperature: this.#request.temperature ?? 1,
      text: { format: { type: 'text' }, verbosity: 'medium' },
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      truncation: 'disabled',
      usage: null,
      user: null,
      metadata: {},
      ...members,
    }
  }
}

function outputText(text) {
  return { type: 'output_text', annotations: [], logprobs: [], text }
}

/** An identifier as long as OpenAI's: it is in every event. */
function openAiId(prefix, name) {
  return `${prefix}_${name.padEnd(50, '0')}`
}
