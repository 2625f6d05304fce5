import { describe, expect, it } from 'vitest'
import { htmlAsText } from './html-text.ts'

/** The browser knows all of them; here the few that are used are enough. */
const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const asText = (html: string) => htmlAsText(html, decode)

describe('a description as text', () => {
  it.each([
    ['plain text', 'plain text'],
    ['', ''],
    ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['One<br>Two<br/>Three<BR />Four', 'One\nTwo\nThree\nFour'],
    ['<ul>\n <li>a</li>\n <li>b</li></ul>after', '• a\n• b\n\nafter'],
    ['<table><tr><td>1</td><td>2</td></tr><tr><th>3</th></tr></table>', '1 2\n3'],
    ['<b>bold</b>er &amp; <i\n class="x">thin</i>ner', 'bolder & thinner'],
    ['  lots \n\n of   room ', 'lots of room'],
  ])('keeps the words and the lines of %j', (html, text) => expect(asText(html)).toBe(text))

  it.each([
    ['a<script>alert(1)</script>b', 'ab'],
    ['a<SCRIPT type="x">alert("</p>")</SCRIPT >b', 'ab'],
    ['a<style>p { color: red }</style>b', 'ab'],
    ['a<!-- <p>hidden</p> -->b', 'ab'],
    ['a<!doctype html><?xml version="1.0"?>b', 'ab'],
    ['<img src=x onerror="alert(1 > 0)">b', 'b'],
    ['<a title="a > b" href=\'x">y\'>link</a>', 'link'],
    ['a<svg><text>drawn</text></svg>b', 'ab'],
    ['a<script>never ends', 'a'],
    ['a<b title="never ends>rest', 'a'],
    ['a<!-- never ends', 'a'],
    ['a<b', 'a'],
  ])('leaves out what is no text in %j', (html, text) => expect(asText(html)).toBe(text))

  it.each([
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<3 you', '<3 you'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['a << b', 'a << b'],
    ['<', '<'],
  ])('takes %j for the text that it is', (html, text) => expect(asText(html)).toBe(text))

  it('is done with the worst of 65,536 characters as soon as with any', () => {
    for (const piece of ['<', '<a "', "<a '", '<!--', '<script>', '<p>', '</', '<a b="c>']) {
      expect(asText(piece.repeat(65_536 / piece.length)).length).toBeLessThanOrEqual(65_536)
    }
  })
})
